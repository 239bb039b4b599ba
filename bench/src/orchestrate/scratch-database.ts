import { randomBytes } from 'node:crypto';
import pg from 'pg';

/** A database of its own on the stack's PostgreSQL; `drop` removes it even while somebody is connected. */
export async function scratchDatabase(superuserUrl: string): Promise<{ readonly url: string; drop(): Promise<void> }> {
  const name = `bench_dbos_${randomBytes(3).toString('hex')}`;
  await execute(superuserUrl, `create database ${name}`);
  const url = new URL(superuserUrl);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => execute(superuserUrl, `drop database ${name} with (force)`) };
}

async function execute(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

import pg from 'pg';
import type { Databases, Row } from './command.ts';
import { about } from './service-session.ts';

const CONNECT_TIMEOUT_MS = 3_000;

/** Runs a query in every service that has the table, and names the service in each row. */
export async function inEach(databases: Databases, table: string, sql: string, params: readonly unknown[] = []): Promise<Row[]> {
  const results = await Promise.all(
    Object.entries(databases).map(async ([service, url]) =>
      (await about(service, () => rowsOf(url, table, sql, params))).map((row) => ({ service, ...row })),
    ),
  );
  return results.flat();
}

async function rowsOf(url: string, table: string, sql: string, params: readonly unknown[]): Promise<Row[]> {
  const client = new pg.Client({
    connectionString: url,
    application_name: 'operator-cli',
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
  });
  await client.connect();
  try {
    // Nothing here may change anything, whatever the query says.
    await client.query('set default_transaction_read_only = on');
    const { rows: found } = await client.query('select to_regclass($1) is not null as there', [table]);
    return found[0]?.there === true ? ((await client.query(sql, [...params])).rows as Row[]) : [];
  } finally {
    await client.end();
  }
}

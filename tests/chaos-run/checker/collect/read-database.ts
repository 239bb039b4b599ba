import pg from 'pg';
import type { Row } from '../evidence.ts';

const TABLES = `select tablename as name from pg_tables where schemaname = 'public' order by 1`;

/** Every row of every table, as PostgreSQL writes it in JSON. */
export async function readDatabase(url: string): Promise<Record<string, Row[]>> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const tables: Record<string, Row[]> = {};
    for (const { name } of (await client.query<{ name: string }>(TABLES)).rows) {
      const { rows } = await client.query<{ row: Row }>(`select to_jsonb(t) as row from ${client.escapeIdentifier(name)} t`);
      tables[name] = rows.map(({ row }) => row);
    }
    return tables;
  } finally {
    await client.end();
  }
}

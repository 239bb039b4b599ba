import pg from 'pg';

/** One statement on a service's database, which tests may look into and nobody else. */
export async function query(url: string, sql: string, params: readonly unknown[] = []): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql, [...params])).rows as Record<string, unknown>[];
  } finally {
    await client.end();
  }
}

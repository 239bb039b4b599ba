import { Client } from 'pg';

const CONNECT_TIMEOUT_MS = 5_000;

/** Connects and asks the simplest question; rejects with the driver's error when that fails. */
export async function askPostgres(url: string): Promise<void> {
  await withClient(url, (client) => client.query('select 1'));
}

/** Runs some work on one connection of its own and closes it. */
export async function withClient<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: CONNECT_TIMEOUT_MS });
  client.on('error', () => undefined); // a server killed under us; the query or the next connect reports it
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}

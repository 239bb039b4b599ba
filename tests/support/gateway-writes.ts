import { expect } from '@jest/globals';
import pg from 'pg';

const COUNTS = `
  select (select coalesce(sum(last_seq), 0) from outbox_keys) as events, (select count(*) from operations) as operations,
    (select count(*) from campaigns) as campaigns, (select count(*) from accounts) as accounts, (select count(*) from clips) as clips`;

export interface GatewayWrites {
  /** Fails when the gateway wrote anything meanwhile: an event for Kafka, an operation, a row of a read model. */
  expectNone(work: () => Promise<void>): Promise<void>;
  query<Row extends pg.QueryResultRow>(sql: string, parameters?: readonly unknown[]): Promise<Row[]>;
  close(): Promise<void>;
}

/** Watches the gateway's own database. `outbox_keys` counts every event ever appended, also those already published. */
export async function watchGatewayWrites(databaseUrl: string | undefined): Promise<GatewayWrites> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const query: GatewayWrites['query'] = async (sql, parameters = []) => (await client.query(sql, [...parameters])).rows;
  return {
    async expectNone(work) {
      const before = await query(COUNTS);
      await work();
      expect(await query(COUNTS)).toEqual(before);
    },
    query,
    close: () => client.end(),
  };
}

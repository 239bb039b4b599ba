import { query } from '@mao/service-kit';
import type { EntityManager } from '@mikro-orm/postgresql';

/** What waits to be published. */
export interface OutboxState {
  readonly rows: number;
  readonly oldestAgeSeconds: number;
}

const STATE = `
select (select count(*)::int from (select from outbox limit 100000) counted) as rows,
  coalesce(extract(epoch from clock_timestamp() - (select min(created_at) from outbox)), 0)::float8 as age`;

/** Rows are counted up to 100,000. */
export async function outboxState(em: EntityManager): Promise<OutboxState> {
  const [row] = await query<{ rows: number; age: number }>(em, STATE);
  return { rows: row?.rows ?? 0, oldestAgeSeconds: row?.age ?? 0 };
}

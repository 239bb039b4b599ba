import { query } from '@mao/service-kit';
import type { EntityManager } from '@mikro-orm/postgresql';

/** One parked key, as an operator sees it. */
export interface ParkedLine {
  readonly group: string;
  readonly topic: string;
  readonly key: string;
  readonly messages: number;
  readonly attempts: number;
  readonly errorClass: string;
  readonly errorMessage: string;
  readonly parkedAt: Date;
  readonly nextAttemptAt: Date | null;
}

const LINES = `
select head.group_name as "group", head.topic, head.key, head.attempts, head.error_class as "errorClass",
  head.error_message as "errorMessage", extract(epoch from head.parked_at) * 1000 as parked_ms,
  extract(epoch from head.next_attempt_at) * 1000 as next_ms,
  (select count(*)::int from parked_messages p
    where p.group_name = head.group_name and p.topic = head.topic and p.key = head.key) as messages
from (select distinct on (group_name, topic, key) * from parked_messages order by group_name, topic, key, "offset", id) head
order by head.id limit $1`;

const RELEASE = `
update parked_messages set next_attempt_at = clock_timestamp()
where group_name = $1 and ($2::text is null or topic = $2) and ($3::text is null or key = $3) and next_attempt_at is not null
returning id`;

type LineRow = Omit<ParkedLine, 'parkedAt' | 'nextAttemptAt'> & { readonly parked_ms: string; readonly next_ms: string | null };

/** Parked keys, the longest-waiting first. */
export async function listParked(em: EntityManager, limit = 100): Promise<ParkedLine[]> {
  const rows = await query<LineRow>(em, LINES, [limit]);
  return rows.map(({ parked_ms, next_ms, ...line }) => ({
    ...line,
    parkedAt: new Date(Number(parked_ms)),
    nextAttemptAt: next_ms === null ? null : new Date(Number(next_ms)),
  }));
}

/**
 * Has the heads of a group's parked keys tried again now, because the cause is gone.
 * @returns how many keys
 */
export async function releaseParked(em: EntityManager, which: { group: string; topic?: string; key?: string }): Promise<number> {
  const rows = await query(em, RELEASE, [which.group, which.topic ?? null, which.key ?? null]);
  return rows.length;
}

import { query } from '@mao/service-kit';
import type { EntityManager } from '@mikro-orm/postgresql';

export interface Arrival {
  readonly inboxId: string;
  readonly source: string;
  readonly topic: string;
  readonly key: string;
  readonly keySeq: bigint | undefined;
  readonly isReplay: boolean;
}

/**
 * fresh: run the handler; its inbox row is written. duplicate: seen before. parked: its key waits, so it waits behind it.
 * late: never seen, yet its key has moved past it, as with output of a
 * relay that lost its lease long ago. It has no effect; it is kept as a dead letter, in case the writer's counter was set back.
 */
export const VERDICTS = ['fresh', 'duplicate', 'parked', 'late'] as const;
export type Verdict = (typeof VERDICTS)[number];

/**
 * Copies inside the chunk are dropped first (`distinct on`): "on conflict do nothing" alone would return both. Rows are
 * inserted in id order, so that two consumers holding the same chunk during a rebalance queue up instead of deadlocking.
 * A replay may go below the watermark and may wake an event that was dead-lettered, once.
 */
const ADMIT = `
with input as (
  select * from unnest($2::uuid[], $3::text[], $4::text[], $5::text[], $6::bigint[], $7::boolean[])
    with ordinality as t (event_id, source, topic, key, key_seq, is_replay, ord)
), firsts as (
  select distinct on (event_id) * from input order by event_id, ord
), judged as (
  select f.*,
    $8::boolean and exists (select from parked_messages p where p.group_name = $1 and p.topic = f.topic and p.key = f.key) as is_parked,
    coalesce(not f.is_replay and f.key_seq <= k.last_key_seq, false) as is_behind
  from firsts f
  left join inbox_keys k on k.group_name = $1 and k.source = f.source and k.topic = f.topic and k.key = f.key
), admitted as (
  insert into inbox as i (group_name, event_id, is_replay)
  select $1, event_id, is_replay from judged where not is_parked and not is_behind order by event_id
  on conflict (group_name, event_id) do update set is_dead = false, is_replay = true
    where i.is_dead and excluded.is_replay
  returning event_id
), watermarks as (
  insert into inbox_keys as k (group_name, source, topic, key, last_key_seq)
  select $1, j.source, j.topic, j.key, max(j.key_seq)
  from judged j join admitted using (event_id) where j.key_seq is not null
  group by j.source, j.topic, j.key order by j.source, j.topic, j.key
  on conflict (group_name, source, topic, key) do update set last_key_seq = excluded.last_key_seq
    where k.last_key_seq < excluded.last_key_seq
)
select j.ord::int as ord, case
  when a.event_id is not null then 'fresh'
  when not j.is_parked and not j.is_behind then 'duplicate'
  when exists (select from inbox i where i.group_name = $1 and i.event_id = j.event_id) then 'duplicate'
  when j.is_parked then 'parked'
  else 'late' end as verdict
from judged j left join admitted a using (event_id)`;

/**
 * Writes the inbox rows of a chunk and says what to do with each arrival, in one statement.
 * @param options.respectParking false for messages that come out of parking themselves
 */
export async function admit(
  em: EntityManager,
  group: string,
  arrivals: readonly Arrival[],
  options: { respectParking: boolean },
): Promise<Verdict[]> {
  const verdicts = new Array<Verdict>(arrivals.length).fill('duplicate');
  if (arrivals.length === 0) return verdicts;
  const rows = await query<{ ord: number; verdict: Verdict }>(em, ADMIT, [
    group,
    arrivals.map((arrival) => arrival.inboxId),
    arrivals.map((arrival) => arrival.source),
    arrivals.map((arrival) => arrival.topic),
    arrivals.map((arrival) => arrival.key),
    arrivals.map((arrival) => arrival.keySeq ?? null),
    arrivals.map((arrival) => arrival.isReplay),
    options.respectParking,
  ]);
  for (const row of rows) verdicts[row.ord - 1] = row.verdict;
  return verdicts;
}

/** @returns false when the event was settled before: done, or dead already */
export async function markDead(em: EntityManager, group: string, inboxId: string): Promise<boolean> {
  const rows = await query(
    em,
    `insert into inbox (group_name, event_id, is_dead) values ($1, $2, true) on conflict do nothing returning event_id`,
    [group, inboxId],
  );
  return rows.length > 0;
}

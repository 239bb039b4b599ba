import { query } from '@mao/service-kit';
import type { EntityManager } from '@mikro-orm/postgresql';

/** The mark must be visible to the next process, not survive a crash of the database: no wait for the disk. */
const NO_FSYNC = `quick as (select set_config('synchronous_commit', 'off', true))`;

const BEGIN_RANGE = `
with ${NO_FSYNC}, previous as (
  select first_offset, last_offset from consumer_ranges where group_name = $1 and topic = $2 and partition = $3
), mark as (
  insert into consumer_ranges (group_name, topic, partition, first_offset, last_offset)
  select $1, $2, $3, $4, $5 from quick
  on conflict (group_name, topic, partition) do update
    set first_offset = excluded.first_offset, last_offset = excluded.last_offset, started_at = now()
)
select first_offset::text, last_offset::text from previous`;

const BEGIN_ATTEMPT = `
with ${NO_FSYNC}
insert into consumer_attempts as a (group_name, topic, partition, "offset", started_attempts)
select $1, $2, $3, $4, $5 from quick
on conflict (group_name, topic, partition, "offset") do update
  set started_attempts = a.started_attempts + 1, last_started_at = now()
returning started_attempts`;

const END_ATTEMPT = `
with ${NO_FSYNC}
delete from consumer_attempts using quick where group_name = $1 and topic = $2 and partition = $3 and "offset" = $4`;

export interface OffsetRange {
  readonly first: bigint;
  readonly last: bigint;
}

interface Place {
  readonly topic: string;
  readonly partition: number;
}

/**
 * Notes which messages are about to run, before they run: whoever takes the partition after a crash knows which ones may
 * have killed the process. There is no finish mark; finished messages are in the inbox.
 * @returns the note that stood there before
 */
export async function beginRange(
  em: EntityManager,
  group: string,
  place: Place,
  range: OffsetRange,
): Promise<OffsetRange | undefined> {
  const [row] = await query<{ first_offset: string; last_offset: string }>(em, BEGIN_RANGE, [
    group,
    place.topic,
    place.partition,
    range.first,
    range.last,
  ]);
  return row && { first: BigInt(row.first_offset), last: BigInt(row.last_offset) };
}

/**
 * Counts the start of one suspected message.
 * @param startsSoFar what a first note begins from
 * @returns starts without a finish, this one included
 */
export async function beginAttempt(
  em: EntityManager,
  group: string,
  place: Place & { readonly offset: bigint },
  startsSoFar: number,
): Promise<number> {
  const [row] = await query<{ started_attempts: number }>(em, BEGIN_ATTEMPT, [
    group,
    place.topic,
    place.partition,
    place.offset,
    startsSoFar + 1,
  ]);
  return row?.started_attempts ?? 1;
}

/** The message was settled, well or badly, with the process alive. */
export async function endAttempt(em: EntityManager, group: string, place: Place & { readonly offset: bigint }): Promise<void> {
  await query(em, END_ATTEMPT, [group, place.topic, place.partition, place.offset]);
}

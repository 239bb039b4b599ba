import { query } from '@mao/service-kit';
import type { EntityManager } from '@mikro-orm/postgresql';
import { HEADER } from '../cloud-events.ts';
import { storeHeaders } from '../wire-headers.ts';
import type { DeadLetter } from './dead-letter-record.ts';

const LINE_UP = `
insert into parked_messages (group_name, topic, key, event_id, type, partition, "offset", record_time, raw_key, value, headers,
  attempts, error_class, error_message, first_failed_at, last_failed_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 0, $12, $13, $14, $15)
on conflict (group_name, event_id) do nothing`;

/** Only the head of a line has a due time; a message that came in before the head takes its place. */
const CALL_UP_HEAD = `
update parked_messages p set next_attempt_at = case when p.id = head.id then coalesce(p.next_attempt_at, clock_timestamp()) end
from (select id from parked_messages where group_name = $1 and topic = $2 and key = $3 order by "offset", id limit 1) head
where p.group_name = $1 and p.topic = $2 and p.key = $3 and (p.id = head.id or p.next_attempt_at is not null)`;

/**
 * Puts a dead letter back into the line of its key, at the place it had in its topic: before what arrived after it, behind
 * what arrived before it. Call it under the lock of the key.
 */
export async function lineUp(em: EntityManager, letter: DeadLetter): Promise<void> {
  const { group, original } = letter;
  const key = lineKey(letter);
  await query(em, LINE_UP, [
    group,
    original.topic,
    key,
    letter.inboxId,
    letter.type,
    original.partition,
    original.offset,
    original.timestamp,
    original.key,
    original.value,
    JSON.stringify(storeHeaders({ ...original.headers, [HEADER.replay]: '1' })),
    letter.errorClass,
    letter.errorMessage,
    letter.firstFailedAt,
    letter.lastFailedAt,
  ]);
  await query(em, CALL_UP_HEAD, [group, original.topic, key]);
}

/** A text column holds no U+0000; nobody can read a message with such a key, so its line is its own. */
export function lineKey({ key }: DeadLetter): string {
  return key.replaceAll('\0', '\uFFFD');
}

import { query } from '@mao/service-kit';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { DeadLetter } from './dead-letter-record.ts';
import { lineKey } from './line-up.ts';

/**
 * dead: nobody has replayed it · waiting: replayed, in the line of its key · handled: took effect ·
 * discarded: a person decided that it shall never take effect · died-again: its replay failed, and there is a newer dead
 * letter of it · replayed: too long ago to know more.
 */
export const LETTER_STATES = ['dead', 'waiting', 'handled', 'discarded', 'died-again', 'replayed'] as const;
export type LetterState = (typeof LETTER_STATES)[number];

export interface LetterStanding {
  readonly state: LetterState;
  readonly replayedAt: Date | null;
  readonly replayedBy: string | null;
  /** Messages of its key that are parked and arrived before it. */
  readonly ahead: number;
}

/** The action is written out: only so can the index of such actions serve. */
const STANDINGS = `
select i.is_dead, (p.id is not null) as is_parked, (d.id is not null) as is_discarded, a.who, extract(epoch from a.at) * 1000 as at_ms,
  (select count(*)::int from parked_messages b
    where b.group_name = $1 and b.topic = t.topic and b.key = t.key and b."offset" < t.place and b.event_id <> t.event_id) as ahead
from unnest($2::text[], $3::uuid[], $4::text[], $5::text[], $6::bigint[])
  with ordinality as t (subject, event_id, topic, key, place, ord)
left join inbox i on i.group_name = $1 and i.event_id = t.event_id
left join parked_messages p on p.group_name = $1 and p.event_id = t.event_id
left join operator_actions a on a.action = 'dlq replay' and a.subject = t.subject
left join operator_actions d on d.action = 'dlq discard' and d.subject = t.subject
order by t.ord`;

interface StandingRow {
  readonly is_dead: boolean | null;
  readonly is_parked: boolean;
  readonly is_discarded: boolean;
  readonly who: string | null;
  readonly at_ms: string | null;
  readonly ahead: number;
}

/** How dead letters of one group stand in its database, in their order. */
export async function letterStandings(
  em: EntityManager,
  group: string,
  letters: readonly DeadLetter[],
): Promise<LetterStanding[]> {
  const rows = await query<StandingRow>(em, STANDINGS, [
    group,
    letters.map(({ id }) => id),
    letters.map(({ inboxId }) => inboxId),
    letters.map(({ original }) => original.topic),
    letters.map(lineKey),
    letters.map(({ original }) => original.offset),
  ]);
  return rows.map((row) => ({
    state: stateOf(row),
    replayedAt: row.at_ms === null ? null : new Date(Number(row.at_ms)),
    replayedBy: row.who,
    ahead: row.ahead,
  }));
}

function stateOf({ is_parked: isParked, is_discarded: isDiscarded, is_dead: isDead, who }: StandingRow): LetterState {
  if (isParked) return 'waiting';
  if (isDiscarded) return 'discarded';
  if (isDead === false) return 'handled';
  if (who === null) return 'dead';
  return isDead ? 'died-again' : 'replayed';
}

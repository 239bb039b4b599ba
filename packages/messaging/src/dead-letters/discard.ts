import { query } from '@mao/service-kit';
import type { EntityManager } from '@mikro-orm/postgresql';
import { lockKey } from '../consumer/parking.ts';
import { recordAction } from '../operator/operator-actions.ts';
import type { DeadLetter } from './dead-letter-record.ts';
import { type LetterState, letterStandings } from './letter-state.ts';
import { lineKey } from './line-up.ts';

/**
 * Settles a dead letter that shall never take effect: it is counted as dead no more, and no replay wakes it. Call it in a
 * transaction; the audit row commits with it.
 * @returns how it stood before; only a `dead` one was discarded
 */
export async function discardDeadLetter(
  em: EntityManager,
  letter: DeadLetter,
  by: { readonly who: string; readonly arguments: Readonly<Record<string, unknown>> },
): Promise<LetterState> {
  await lockKey(em, letter.group, letter.original.topic, lineKey(letter));
  const [before] = await letterStandings(em, letter.group, [letter]);
  if (before === undefined) throw new Error(`no standing of ${letter.id}`);
  if (before.state !== 'dead') return before.state;
  await recordAction(em, { ...by, action: 'dlq discard', subject: letter.id });
  await query(em, 'update inbox set is_dead = false where group_name = $1 and event_id = $2', [letter.group, letter.inboxId]);
  return before.state;
}

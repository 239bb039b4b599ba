import type { EntityManager } from '@mikro-orm/postgresql';
import { lockKey } from '../consumer/parking.ts';
import { recordAction } from '../operator/operator-actions.ts';
import type { DeadLetter } from './dead-letter-record.ts';
import { type LetterStanding, letterStandings } from './letter-state.ts';
import { lineKey, lineUp } from './line-up.ts';

const ACTION = 'dlq replay';

export interface Replay {
  readonly isQueued: boolean;
  /** How the letter stood before. */
  readonly before: LetterStanding;
}

/**
 * Gives a dead letter back to the one group that gave it up, by way of the group's parked messages: its next drain runs it
 * in the order of its key, and the inbox wakes its event once. The audit row commits with it. Call it in a transaction.
 */
export async function replayDeadLetter(
  em: EntityManager,
  letter: DeadLetter,
  by: { readonly who: string; readonly arguments: Readonly<Record<string, unknown>> },
): Promise<Replay> {
  // Two replays of one message wait for each other here, and so does a drain that is running its key.
  await lockKey(em, letter.group, letter.original.topic, lineKey(letter));
  const [before] = await letterStandings(em, letter.group, [letter]);
  if (before === undefined) throw new Error(`no standing of ${letter.id}`);
  if (before.state !== 'dead') return { isQueued: false, before };
  const isFirst = await recordAction(em, { ...by, action: ACTION, subject: letter.id });
  if (!isFirst) return { isQueued: false, before: { ...before, state: 'replayed' } };
  await lineUp(em, letter);
  return { isQueued: true, before };
}

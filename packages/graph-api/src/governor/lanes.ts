import type { GovernorSettings } from './governor-settings.ts';

/** Which of Meta's quotas a call counts against, beside the account's score. */
export type Bucket = 'ads_management' | 'ads_insights' | 'instagram';

/**
 * What a call is worth when there is not enough for all. `urgent`: pausing, never held back by us; `undo`: deleting, and the
 * further pages of a list that was begun, up to the very limit; `write` and `read`: building; `insights`: what the write reserve does not need.
 */
export type Lane = 'urgent' | 'undo' | 'write' | 'read' | 'insights';

/** How far a lane may fill the score: in our own share of it, and in the account's whole. */
export interface Ceilings {
  readonly ownPoints: number;
  readonly totalPoints: number;
}

/** The ceilings of a lane, in points. */
export function ceilingsOf(lane: Lane, points: number, settings: GovernorSettings): Ceilings {
  const own = points * settings.share * settings.pauseAt;
  const total = points * settings.pauseAt;
  if (lane === 'undo' || lane === 'urgent') return { ownPoints: points, totalPoints: points };
  return lane === 'insights'
    ? { ownPoints: own * (1 - settings.writeReserve), totalPoints: total }
    : { ownPoints: own, totalPoints: total };
}

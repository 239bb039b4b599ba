import type { Party } from './party.ts';

/**
 * The moments at which a process must not be disturbed, if any: what is about to be durable, what just became so, and a
 * change at Meta that is about to be made, or has been made and is not known yet.
 */
export const MOMENTS = ['before-commit', 'after-commit', 'before-change', 'after-change'] as const;
export type Moment = (typeof MOMENTS)[number];

/** What happens to a party at its next moment of that kind. */
export interface Trap {
  readonly moment: Moment;
  readonly spring: () => void;
}

/** The party is there now. */
export function reach(party: Party, moment: Moment): void {
  const { trap } = party;
  if (trap?.moment !== moment) return;
  party.trap = undefined;
  trap.spring();
}

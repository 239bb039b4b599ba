import type { Random } from '../random.ts';
import type { Caller } from './caller.ts';
import type { History } from './history.ts';

/** A connected account, and the clips that may be used on it. */
export interface Account {
  readonly id: string;
  /** With `act_`. */
  readonly adAccount: string;
  readonly clips: string[];
}

/** What every errand of the client needs. */
export interface World {
  readonly caller: Caller;
  readonly history: History;
  readonly random: Random;
  readonly accounts: readonly Account[];
  /** The fake's control interface, reached directly: it is the ground truth and no part of what is tested. */
  readonly fakeUrl: string;
  readonly tally: Tally;
}

export interface Tally {
  runsAccepted: number;
  runsEnded: number;
  clips: number;
  testsCreated: number;
  testsPublished: number;
}

import { errorMessage } from '@mao/service-kit';
import type { IncomingBatch } from '../ports.ts';
import { beginAttempt, beginRange, endAttempt, type OffsetRange } from './attempts.ts';
import type { ConsumerContext } from './context.ts';
import type { DatabaseWatch } from './database-watch.ts';
import { describeFailure } from './failure.ts';
import type { Entry } from './read-message.ts';
import { setAside, settleOne } from './settle-one.ts';

const MAX_STARTS = 3;

/** One suspect at a time in the whole process, or an innocent one would be counted for the death that its neighbour caused. */
let turn: Promise<unknown> = Promise.resolve();

function takeTurn<T>(work: () => Promise<T>): Promise<T> {
  const mine = turn.then(work);
  turn = mine.catch(() => undefined);
  return mine;
}

type Place = Pick<IncomingBatch, 'topic' | 'partition'>;

/**
 * So many suspects run alone. More of them run in groups of this size first: if the process dies again the group is all that
 * is left to suspect, and if it was killed from outside a hundred innocents have not each cost three transactions.
 */
export const FEW = 10;

/** Messages that another process was about to run and may have died of. */
export interface Suspicion {
  /** The last of them. */
  readonly until: bigint;
  readonly areMany: boolean;
}

/** Finds messages that kill the process: those that were running when one died run alone, with their starts counted. */
export interface Suspects {
  /** What is suspected from this offset on. */
  suspicion(place: Place, first: bigint): Suspicion | undefined;
  /** Notes that a range is about to run. @returns what another process left unfinished of it, as far as its note tells */
  note(place: Place, range: OffsetRange): Promise<Suspicion | undefined>;
  /** Settles one suspected message. @returns whether it is settled */
  settle(entry: Entry, signal: AbortSignal, isAlone: boolean): Promise<boolean>;
}

export function createSuspects(context: ConsumerContext, database: DatabaseWatch): Suspects {
  /** By place: the range this process noted last. Another one in the table is somebody else's. */
  const noted = new Map<string, OffsetRange>();
  /** By place: the last suspicion. */
  const suspicions = new Map<string, Suspicion>();

  function bury(entry: Entry, starts: number, signal: AbortSignal): Promise<boolean> {
    const now = new Date();
    const error = new Error(`started ${starts} times and never finished: it ends the process`);
    error.name = 'ProcessKilled';
    return setAside(context, database, entry, { ...describeFailure(error, starts, now, now), isPermanent: true }, signal);
  }

  async function finish(message: Entry['message'], signal: AbortSignal): Promise<void> {
    const end = () => endAttempt(context.em(), context.group, message);
    if (!signal.aborted) await database.insist(signal, end);
    // An attempt that was called off by a stop has killed nobody either.
    else await end().catch((error: unknown) => context.logger.debug({ reason: errorMessage(error) }, 'attempt not unmarked'));
  }

  async function settleInTurn(entry: Entry, signal: AbortSignal, isAlone: boolean): Promise<boolean> {
    const { message } = entry;
    // A range of one message has been started once already, by the process that died.
    const startsSoFar = isAlone ? 1 : 0;
    const starts = await database.insist(signal, () => beginAttempt(context.em(), context.group, message, startsSoFar));
    if (starts === undefined) return false;
    const isSettled =
      starts > MAX_STARTS ? await bury(entry, starts - 1, signal) : await settleOne(context, database, entry, signal);
    await finish(message, signal);
    return isSettled;
  }

  return {
    suspicion(place, first) {
      const known = suspicions.get(nameOf(place));
      return known !== undefined && first <= known.until ? known : undefined;
    },
    async note(place, range) {
      const previous = await beginRange(context.em(), context.group, place, range);
      const mine = noted.get(nameOf(place));
      noted.set(nameOf(place), range);
      if (!previous || isSame(previous, mine) || !overlap(previous, range)) return undefined;
      const suspicion = { until: previous.last, areMany: previous.last - previous.first >= FEW };
      suspicions.set(nameOf(place), suspicion);
      return suspicion;
    },
    settle: (entry, signal, isAlone) => takeTurn(() => settleInTurn(entry, signal, isAlone)),
  };
}

function overlap(a: OffsetRange, b: OffsetRange): boolean {
  return a.last >= b.first && a.first <= b.last;
}

function isSame(a: OffsetRange, b: OffsetRange | undefined): boolean {
  return b !== undefined && a.first === b.first && a.last === b.last;
}

function nameOf(place: Place): string {
  return `${place.topic}:${place.partition}`;
}

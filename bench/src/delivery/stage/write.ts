import { query, sleep } from '@mao/service-kit';
import { numbered } from './events.ts';
import type { Place } from './place.ts';

const NOTE = 'insert into written (event_id, key) select * from unnest($1::uuid[], $2::text[])';

type Numbered = ReturnType<typeof numbered>;

/** Business rows and outbox rows in one transaction. */
export async function commit(place: Place, events: readonly Numbered[]): Promise<void> {
  await place.em().transactional(async (em) => {
    await query(em, NOTE, [events.map(({ id }) => id), events.map(({ key }) => key)]);
    await place.outbox.append(em, events);
  });
}

export interface Writing {
  /** Transactions at a time. */
  readonly writers: number;
  readonly keys: number;
  readonly count: number;
  readonly perTransaction: number;
}

/** As fast as it goes. Every writer writes to every key. */
export async function writeAll(place: Place, { writers, keys, count, perTransaction }: Writing): Promise<void> {
  let next = 0;
  const writer = async () => {
    while (next < count) {
      const [first, length] = [next, Math.min(perTransaction, count - next)];
      next += length;
      await commit(
        place,
        Array.from({ length }, (_, index) => numbered(`key-${(first + index) % keys}`, first + index)),
      );
    }
  };
  await Promise.all(Array.from({ length: writers }, writer));
}

export interface Pace {
  readonly perSecond: number;
  readonly keys: number;
  /** Number of the first event. */
  readonly first?: number;
  /** An event of this key goes with every so many others. */
  readonly extra?: { readonly key: string; readonly every: number };
}

export interface Paced {
  readonly committed: number;
  /** Transactions that ended in an error. Some of them may be committed all the same. */
  readonly failed: number;
}

/** One event per transaction at a fixed rate, whatever becomes of those before it, until the signal. */
export async function writePaced(place: Place, pace: Pace, signal: AbortSignal): Promise<Paced> {
  const { perSecond, keys, first = 0, extra } = pace;
  const writes: Promise<boolean>[] = [];
  const write = (event: Numbered): Promise<boolean> =>
    commit(place, [event]).then(
      () => true,
      () => false,
    );
  const startedAt = performance.now();
  for (let index = 0; !signal.aborted; index += 1) {
    const dueInMs = startedAt + (index * 1_000) / perSecond - performance.now();
    if (dueInMs > 1) await sleep(dueInMs, signal);
    writes.push(write(numbered(`key-${index % keys}`, first + index)));
    if (extra !== undefined && index % extra.every === 0) writes.push(write(numbered(extra.key, first + index)));
  }
  const outcomes = await Promise.all(writes);
  const committed = outcomes.filter((isCommitted) => isCommitted).length;
  return { committed, failed: outcomes.length - committed };
}

/** The same for so many seconds. */
export function writeFor(seconds: number, place: Place, pace: Pace): Promise<Paced> {
  return writePaced(place, pace, AbortSignal.timeout(seconds * 1_000));
}

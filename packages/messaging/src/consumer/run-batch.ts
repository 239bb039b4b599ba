import { faultPoint } from '../fault-points.ts';
import type { IncomingBatch } from '../ports.ts';
import { applyEntries } from './apply-entries.ts';
import type { OffsetRange } from './attempts.ts';
import type { ConsumerContext } from './context.ts';
import type { DatabaseWatch } from './database-watch.ts';
import { type Entry, readMessage } from './read-message.ts';
import { settleOne } from './settle-one.ts';
import { createSuspects, FEW, type Suspicion } from './suspects.ts';

/** Messages per transaction: enough to share a commit, few enough to repeat one by one. */
const CHUNK_SIZE = 100;

/** Thrown inside a transaction to leave it: some of these messages may have killed a process. */
class SuspectedRange extends Error {
  readonly suspicion: Suspicion;

  constructor(suspicion: Suspicion) {
    super('some of these messages may have killed a process');
    this.suspicion = suspicion;
  }
}

/**
 * Handles batches chunk by chunk. The fast path is one transaction per chunk; when it fails the chunk is repeated message
 * by message. An offset is resolved only after the database commit.
 */
export function createBatchRunner(context: ConsumerContext, database: DatabaseWatch): (batch: IncomingBatch) => Promise<void> {
  const suspects = createSuspects(context, database);

  /** @returns whether all entries are settled; false only when the batch is to be left */
  async function runChunk(batch: IncomingBatch, entries: readonly Entry[]): Promise<boolean> {
    const [first] = entries;
    if (!first) return true;
    const suspicion = suspects.suspicion(batch, first.message.offset);
    return suspicion === undefined ? tryTogether(batch, entries) : runSuspected(batch, entries, suspicion);
  }

  async function tryTogether(batch: IncomingBatch, entries: readonly Entry[]): Promise<boolean> {
    const range = rangeOf(entries);
    if (!range) return true;
    try {
      await runTogether(batch, entries, range);
      return true;
    } catch (error) {
      if (error instanceof SuspectedRange) return runSuspected(batch, entries, error.suspicion);
      if (!(await database.isToBlame(error))) return eachOf(batch, entries, (entry) => settle(entry, batch.signal));
      await database.back(batch.signal);
      return batch.signal.aborted ? false : runChunk(batch, entries);
    }
  }

  async function runTogether(batch: IncomingBatch, entries: readonly Entry[], range: OffsetRange): Promise<void> {
    // Asked for before the transaction takes its connection, so that a small pool cannot deadlock; awaited before a handler runs.
    const noting = suspects.note(batch, range);
    noting.catch(() => undefined);
    await applyEntries(context, entries, async (verdicts) => {
      const suspicion = await noting;
      // What the inbox knows was finished: its process died later, or only lost the partition.
      const isOpen = (entry: Entry) => verdicts.get(entry) !== 'duplicate' && entry.message.offset <= (suspicion?.until ?? -1n);
      if (suspicion && entries.some(isOpen)) throw new SuspectedRange(suspicion);
    });
  }

  /** Those that are suspected first, in small groups or alone; the others together as ever. */
  async function runSuspected(batch: IncomingBatch, entries: readonly Entry[], { until, areMany }: Suspicion): Promise<boolean> {
    const suspected = entries.filter(({ message }) => message.offset <= until);
    const others = entries.slice(suspected.length);
    const areSettled = areMany ? runInGroups(batch, suspected) : runAlone(batch, suspected, others);
    return (await areSettled) && tryTogether(batch, others);
  }

  async function runInGroups(batch: IncomingBatch, suspected: readonly Entry[]): Promise<boolean> {
    for (let start = 0; start < suspected.length; start += FEW) {
      const group = suspected.slice(start, start + FEW);
      if (batch.signal.aborted || !(await tryTogether(batch, group))) return false;
      const last = group.at(-1);
      if (last !== undefined) batch.resolve(last.message.offset);
    }
    return true;
  }

  async function runAlone(batch: IncomingBatch, suspected: readonly Entry[], others: readonly Entry[]): Promise<boolean> {
    const range = rangeOf(suspected);
    // After another death those that wait must not be suspected, too: then they would be many again, and no start would count.
    if (others.length > 0 && range !== undefined) await database.insist(batch.signal, () => suspects.note(batch, range));
    if (batch.signal.aborted) return false;
    const isOnlyOne = suspected.length === 1 && others.length === 0;
    return eachOf(batch, suspected, (entry) => suspects.settle(entry, batch.signal, isOnlyOne));
  }

  function settle(entry: Entry, signal: AbortSignal): Promise<boolean> {
    return settleOne(context, database, entry, signal);
  }

  async function runAll(batch: IncomingBatch): Promise<void> {
    for (let start = 0; start < batch.messages.length && !batch.signal.aborted; start += CHUNK_SIZE) {
      const chunk = batch.messages.slice(start, start + CHUNK_SIZE);
      const entries = chunk.flatMap((message) => readMessage(context.codec, context.handlers, message) ?? []);
      faultPoint('after-decode');
      if (!(await runChunk(batch, entries))) return;
      faultPoint('after-commit-before-offset');
      const last = chunk.at(-1);
      if (last) {
        batch.resolve(last.offset);
        context.lag.handled(batch, last, batch.messages[start + CHUNK_SIZE]);
      }
    }
  }

  return async (batch) => {
    context.lag.began(batch);
    try {
      await runAll(batch);
    } finally {
      if (batch.signal.aborted) context.lag.left(batch);
    }
  };
}

async function eachOf(
  batch: IncomingBatch,
  entries: readonly Entry[],
  settle: (entry: Entry) => Promise<boolean>,
): Promise<boolean> {
  for (const entry of entries) {
    if (!(await settle(entry))) return false;
    batch.resolve(entry.message.offset);
  }
  return true;
}

function rangeOf(entries: readonly Entry[]): OffsetRange | undefined {
  const first = entries[0]?.message.offset;
  const last = entries.at(-1)?.message.offset;
  return first === undefined || last === undefined ? undefined : { first, last };
}

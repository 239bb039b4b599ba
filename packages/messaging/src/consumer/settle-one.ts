import { backoffMs, sleep } from '@mao/service-kit';
import { applyEntries, buryEntry } from './apply-entries.ts';
import type { ConsumerContext } from './context.ts';
import type { DatabaseWatch } from './database-watch.ts';
import { describeFailure, type Failure } from './failure.ts';
import { park } from './parking.ts';
import type { Entry } from './read-message.ts';

const IN_PLACE_BACKOFF = { baseMs: 50, maxMs: 2_000 };

/**
 * Handles one message to an end that is durable: done, parked, or dead-lettered. Gives up early, with nothing done, only
 * when the signal aborts.
 * @returns whether it is settled
 */
export async function settleOne(
  context: ConsumerContext,
  database: DatabaseWatch,
  entry: Entry,
  signal: AbortSignal,
): Promise<boolean> {
  let firstFailedAt: Date | undefined;
  for (let attempt = 1; !signal.aborted; attempt += 1) {
    try {
      await applyEntries(context, [entry]);
      return true;
    } catch (error) {
      if (await database.isToBlame(error)) {
        await database.back(signal);
        attempt -= 1;
        continue;
      }
      const now = new Date();
      firstFailedAt ??= now;
      const failure = describeFailure(error, attempt, firstFailedAt, now);
      context.metrics.failed(failure.errorClass);
      const pauseMs = backoffMs(IN_PLACE_BACKOFF, attempt, Math.random());
      const heldMs = now.getTime() - firstFailedAt.getTime();
      if (failure.isPermanent || heldMs + pauseMs > context.retry.inPlaceMs) {
        return setAside(context, database, entry, failure, signal);
      }
      await sleep(pauseMs, signal);
    }
  }
  return false;
}

/** Parks or dead-letters, for as long as it takes the database to accept it. */
export async function setAside(
  context: ConsumerContext,
  database: DatabaseWatch,
  entry: Entry,
  failure: Failure,
  signal: AbortSignal,
): Promise<boolean> {
  // Nothing but the database is involved here, so nothing but the database can be at fault.
  const isDone = await database.insist(signal, async () => {
    await context.em().transactional(async (em) => {
      if (entry.kind === 'unreadable' || failure.isPermanent) await buryEntry(em, context, entry, failure);
      else await park(em, context.group, entry, failure);
    });
    return true;
  });
  if (isDone && !failure.isPermanent) noteParked(context, entry, failure);
  return isDone ?? false;
}

function noteParked(context: ConsumerContext, entry: Entry, failure: Failure): void {
  context.metrics.parked();
  context.onParked();
  const { topic, partition, offset } = entry.message;
  context.logger.warn(
    {
      group: context.group,
      topic,
      partition,
      offset: offset.toString(),
      error: failure.errorClass,
      reason: failure.errorMessage,
    },
    'message keeps failing; its key is parked',
  );
}

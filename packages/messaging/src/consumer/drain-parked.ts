import { AppError, errorMessage, query } from '@mao/service-kit';
import { createBell } from '../bell.ts';
import { admit } from '../inbox/admit.ts';
import { buryEntry, settle, toArrival } from './apply-entries.ts';
import type { ConsumerContext } from './context.ts';
import type { DatabaseWatch } from './database-watch.ts';
import { describeFailure } from './failure.ts';
import { claimParked, leaveParking, type ParkedMessage, recordParkedFailure } from './parking.ts';
import { type Entry, readMessage } from './read-message.ts';

/** While nothing is known to be parked, a look now and then finds what other processes parked. */
const IDLE_POLL_MS = 5_000;
const BUSY_POLL_MS = 250;

/** A message that ends its process is never recorded as failed, so it would be started for ever. */
const MAX_UNFINISHED_STARTS = 3;

export interface ParkedDrain {
  /** Something was parked just now. */
  wake(): void;
  stop(): Promise<void>;
}

/** Retries the heads of parked keys when they are due; a key whose head succeeds drains in order, one message after another. */
export function startParkedDrain(context: ConsumerContext, database: DatabaseWatch): ParkedDrain {
  const stopping = new AbortController();
  const bell = createBell();
  let mayHoldParked = true;

  async function turn(): Promise<boolean> {
    const parked = await claimParked(context.em(), context.group, context.retry.maxBackoffSeconds);
    if (parked) await attempt(context, database, parked);
    return parked !== undefined;
  }

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      bell.reset();
      try {
        if (await turn()) continue;
        mayHoldParked = await holdsParked(context);
      } catch (error) {
        context.logger.warn({ group: context.group, reason: errorMessage(error) }, 'could not look after parked messages');
      }
      await bell.rung(mayHoldParked ? BUSY_POLL_MS : IDLE_POLL_MS);
    }
  }

  const running = run();
  return {
    wake() {
      mayHoldParked = true;
      bell.ring();
    },
    async stop() {
      stopping.abort();
      bell.ring();
      await running;
    },
  };
}

async function holdsParked(context: ConsumerContext): Promise<boolean> {
  const rows = await query(context.em(), 'select from parked_messages where group_name = $1 limit 1', [context.group]);
  return rows.length > 0;
}

async function attempt(context: ConsumerContext, database: DatabaseWatch, parked: ParkedMessage): Promise<void> {
  const entry = readMessage(context.codec, context.handlers, parked.message);
  try {
    if (parked.attempts > context.retry.maxAttempts + MAX_UNFINISHED_STARTS) throw killer(parked);
    if (entry?.kind === 'unreadable') throw entry.error;
    const isOurs = await context.em().transactional(async (em) => {
      if (!(await leaveParking(em, context.group, parked))) return false;
      if (!entry) return true;
      const [verdict] = await admit(em, context.group, [toArrival(entry)], { respectParking: false });
      await settle(em, context, entry, verdict);
      return true;
    });
    if (!isOurs) return;
    context.logger.info(
      { group: context.group, topic: parked.message.topic, attempts: parked.attempts },
      'parked message handled',
    );
  } catch (error) {
    if (!(await database.isToBlame(error))) await fail(context, parked, entry, error);
  }
}

/** Its last allowed attempt and those after it ended neither well nor badly: no process lived to say so. */
function killer({ attempts }: ParkedMessage): AppError {
  const message = `started ${attempts} times and did not finish the last ones: it ends the process`;
  return new AppError('ProcessKilled', { message, permanent: true });
}

async function fail(context: ConsumerContext, parked: ParkedMessage, entry: Entry | undefined, error: unknown): Promise<void> {
  const failure = describeFailure(error, parked.attempts, parked.firstFailedAt, new Date());
  context.metrics.failed(failure.errorClass);
  if (!failure.isPermanent && parked.attempts < context.retry.maxAttempts) {
    return recordParkedFailure(context.em(), parked, failure);
  }
  const { message, inboxId } = parked;
  await context.em().transactional(async (em) => {
    if (!(await leaveParking(em, context.group, parked))) return;
    await buryEntry(em, context, { message, inboxId, isReplay: entry?.isReplay ?? false }, failure);
  });
}

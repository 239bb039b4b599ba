import { runWithTrace, type TraceContext } from '@mao/service-kit';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Envelope } from '../envelope.ts';
import { faultPoint } from '../fault-points.ts';
import { type Arrival, admit, type Verdict } from '../inbox/admit.ts';
import type { ConsumerContext } from './context.ts';
import { deadLetter } from './dead-letter.ts';
import { describeFailure, type Failure } from './failure.ts';
import { park } from './parking.ts';
import type { Entry, ReadableEntry } from './read-message.ts';

/**
 * Handles messages in order in ONE transaction: inbox rows, the handlers' effects, parked rows, dead letters.
 * Any throw rolls all of it back.
 * @param beforeHandlers awaited with what the inbox has said, before the first handler runs
 */
export async function applyEntries(
  context: ConsumerContext,
  entries: readonly Entry[],
  beforeHandlers: (verdicts: ReadonlyMap<Entry, Verdict>) => Promise<void> = async () => undefined,
): Promise<void> {
  const verdicts = await context.em().transactional(async (em) => {
    const given = await admitAll(em, context, entries);
    faultPoint('after-inbox-insert');
    await beforeHandlers(given);
    for (const entry of entries) await settle(em, context, entry, given.get(entry));
    return given;
  });
  // Counted after the commit: a rolled-back chunk is counted when it succeeds.
  for (const verdict of verdicts.values()) context.metrics.admitted(verdict);
}

async function admitAll(
  em: EntityManager,
  context: ConsumerContext,
  entries: readonly Entry[],
): Promise<ReadonlyMap<Entry, Verdict>> {
  const readable = entries.filter((entry) => entry.kind === 'event');
  const verdicts = await admit(em, context.group, readable.map(toArrival), { respectParking: true });
  return new Map(readable.map((entry, index) => [entry, verdicts[index] ?? 'duplicate']));
}

export function toArrival(entry: ReadableEntry): Arrival {
  const { inboxId, isReplay, envelope } = entry;
  const { source, topic, key, keySeq } = envelope;
  return { inboxId, source, topic, key, keySeq, isReplay };
}

/** Does what the inbox said, in the caller's transaction. Unreadable entries have no verdict. */
export async function settle(
  em: EntityManager,
  context: ConsumerContext,
  entry: Entry,
  verdict: Verdict | undefined,
): Promise<void> {
  if (entry.kind === 'unreadable') return buryUnreadable(em, context, entry);
  if (verdict === 'fresh') return runHandler(em, entry);
  if (verdict === 'parked')
    return park(em, context.group, entry, noFailure('key-parked', 'an earlier message of this key is parked'));
  if (verdict === 'late') return buryEntry(em, context, entry, noFailure('late-event', 'its key has moved past it'));
}

/** Each event gets an entity manager of its own in the same transaction: no handler sees entities that another one loaded. */
async function runHandler(em: EntityManager, entry: ReadableEntry): Promise<void> {
  const own = em.fork({ keepTransactionContext: true });
  await runWithTrace(traceOf(entry.envelope), async () => {
    await entry.handler(entry.envelope, own);
    await own.flush();
  });
}

function traceOf(event: Envelope): TraceContext {
  return {
    causationId: event.id,
    ...(event.correlationId === undefined ? {} : { correlationId: event.correlationId }),
    ...(event.traceparent === undefined ? {} : { traceparent: event.traceparent }),
  };
}

async function buryUnreadable(
  em: EntityManager,
  context: ConsumerContext,
  entry: Extract<Entry, { kind: 'unreadable' }>,
): Promise<void> {
  const now = new Date();
  await buryEntry(em, context, entry, describeFailure(entry.error, 1, now, now));
}

/** Dead-letters in the caller's transaction, with one log line an operator can search for. */
export async function buryEntry(
  em: EntityManager,
  context: ConsumerContext,
  entry: Pick<Entry, 'message' | 'inboxId' | 'isReplay'>,
  failure: Failure,
): Promise<void> {
  const { group, outbox, serviceVersion } = context;
  const { message, inboxId, isReplay } = entry;
  if (!(await deadLetter(em, outbox, { group, message, inboxId, isReplay, failure, serviceVersion }))) return;
  context.metrics.deadLettered(failure.errorClass);
  context.logger.warn(
    {
      group,
      topic: message.topic,
      partition: message.partition,
      offset: message.offset.toString(),
      error: failure.errorClass,
      reason: failure.errorMessage,
    },
    'message dead-lettered',
  );
}

/** Set aside for where it stands, not for what it did. */
function noFailure(errorClass: string, text: string): Failure {
  const now = new Date();
  return { errorClass, errorMessage: text, isPermanent: false, attempts: 0, firstFailedAt: now, lastFailedAt: now };
}

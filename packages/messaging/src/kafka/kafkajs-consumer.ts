import { backoffMs, errorMessage, type Logger, sleep } from '@mao/service-kit';
import type { Consumer, EachBatchPayload } from 'kafkajs';
import type { ConsumerState, EventConsumerTransport, IncomingBatch, IncomingMessage } from '../ports.ts';
import type { WireHeaders } from '../wire-headers.ts';
import type { KafkaClient } from './kafka-client.ts';
import { createOffsetCommitter, type OffsetCommitter } from './offset-committer.ts';
import { SESSION_TIMEOUT_MS } from './session-timeout.ts';

const HEARTBEAT_MS = 2_000;
const REBALANCE_TIMEOUT_MS = 15_000;
/** How long an empty fetch waits at the broker (data end the wait at once). Also what a stop may have to wait for. */
const MAX_WAIT_MS = 500;
const PARTITIONS_AT_ONCE = 3;
const RECREATE_BACKOFF = { baseMs: 250, maxMs: 10_000 };

/**
 * A kafkajs consumer that cannot die: kafkajs stops for good after some errors (decided by their name), so every crash,
 * whatever it says about restarting, ends the object, and a new one is built with back-off.
 */
export function createKafkajsConsumer(options: {
  client: KafkaClient;
  group: string;
  topics: readonly string[];
  /** Undefined: a new member at each start. Two processes with one seat push each other out of it. */
  seat?: string | undefined;
  logger: Logger;
}): EventConsumerTransport {
  const { client, logger } = options;
  const stopping = new AbortController();
  let state: ConsumerState = { isConnected: false, problem: 'starting' };
  let running: Promise<void> | undefined;

  /** Lives until the consumer crashes or the transport stops. */
  async function live(onBatch: (batch: IncomingBatch) => Promise<void>, onJoined: () => void): Promise<void> {
    const consumer = createConsumer(client, options.group, options.seat);
    const committers = new Map<string, OffsetCommitter>();
    const ended = new Promise<string>((resolve) => {
      consumer.on('consumer.crash', ({ payload }) => resolve(errorMessage(payload.error)));
      stopping.signal.addEventListener('abort', () => resolve('stopping'), { once: true });
    });
    consumer.on('consumer.group_join', () => {
      state = { isConnected: true };
      onJoined();
    });
    consumer.on('consumer.rebalancing', () => {
      state = { isConnected: false, problem: 'rebalancing' };
    });
    try {
      await consumer.connect();
      await consumer.subscribe({ topics: options.topics.map(client.wireName), fromBeginning: true });
      await consumer.run({
        autoCommit: false,
        eachBatchAutoResolve: false,
        partitionsConsumedConcurrently: PARTITIONS_AT_ONCE,
        eachBatch: (payload) => runBatch(client, payload, { onBatch, stopping: stopping.signal, committers }),
      });
      state = { ...state, problem: await ended, isConnected: false };
    } finally {
      await Promise.all([...committers.values()].map((committer) => committer.settled()));
      await endConsumer(consumer, logger);
    }
  }

  async function supervise(onBatch: (batch: IncomingBatch) => Promise<void>, onDealt: () => void): Promise<void> {
    let crashes = 0;
    while (!stopping.signal.aborted) {
      try {
        await live(onBatch, () => {
          crashes = 0;
          onDealt();
        });
      } catch (error) {
        state = { isConnected: false, problem: errorMessage(error) };
      }
      if (stopping.signal.aborted) return;
      crashes += 1;
      logger.warn({ group: options.group, reason: state.problem, crashes }, 'consumer ended; building a new one');
      await sleep(backoffMs(RECREATE_BACKOFF, crashes, Math.random()), stopping.signal);
    }
  }

  return {
    start(onBatch, onDealt = () => undefined) {
      running ??= supervise(onBatch, onDealt);
    },
    state: () => state,
    async stop() {
      // The running batches see isWanted() turn false, end, and commit what they have resolved.
      stopping.abort();
      await running;
    },
  };
}

function createConsumer(client: KafkaClient, group: string, seat: string | undefined): Consumer {
  return client.kafka.consumer({
    groupId: client.wireName(group),
    ...(seat !== undefined && { groupInstanceId: seat }),
    sessionTimeout: SESSION_TIMEOUT_MS,
    heartbeatInterval: HEARTBEAT_MS,
    rebalanceTimeout: REBALANCE_TIMEOUT_MS,
    maxWaitTimeInMs: MAX_WAIT_MS,
    allowAutoTopicCreation: false,
    // One way to come back instead of two: kafkajs's own restart is refused and the supervisor sees every crash.
    retry: { initialRetryTime: 100, maxRetryTime: 2_000, retries: 5, restartOnFailure: async () => false },
  });
}

async function runBatch(
  client: KafkaClient,
  payload: EachBatchPayload,
  options: {
    readonly onBatch: (batch: IncomingBatch) => Promise<void>;
    readonly stopping: AbortSignal;
    readonly committers: Map<string, OffsetCommitter>;
  },
): Promise<void> {
  const { batch } = payload;
  const topic = client.ourName(batch.topic);
  const lost = new AbortController();
  const committer = committerOf(options.committers, payload);
  // Runs beside the handlers: a slow one must not cost us the partition.
  const beat = setInterval(() => {
    if (!payload.isRunning()) lost.abort();
    payload.heartbeat().catch((error: unknown) => lost.abort(error));
  }, HEARTBEAT_MS);
  try {
    await options.onBatch({
      topic,
      partition: batch.partition,
      highWatermark: BigInt(batch.highWatermark),
      messages: batch.messages.map((message) => toIncoming(topic, batch.partition, message)),
      resolve(offset) {
        payload.resolveOffset(offset.toString());
        committer.commit(offset);
      },
      signal: AbortSignal.any([options.stopping, lost.signal]),
    });
  } finally {
    clearInterval(beat);
  }
  // Once the group is left nothing can be committed.
  if (options.stopping.aborted) await committer.settled();
  // A rebalance: kafkajs must see it to join again.
  committer.throwFailure();
  lost.signal.throwIfAborted();
}

/** The same for all batches of a partition: a fetch does not wait until the offset of the batch before is committed. */
function committerOf(
  committers: Map<string, OffsetCommitter>,
  { batch, commitOffsetsIfNecessary }: EachBatchPayload,
): OffsetCommitter {
  const { topic, partition } = batch;
  const known = committers.get(`${topic}:${partition}`);
  if (known !== undefined) return known;
  const committer = createOffsetCommitter((offset) =>
    commitOffsetsIfNecessary({ topics: [{ topic, partitions: [{ partition, offset: (offset + 1n).toString() }] }] }),
  );
  committers.set(`${topic}:${partition}`, committer);
  return committer;
}

function toIncoming(topic: string, partition: number, message: EachBatchPayload['batch']['messages'][number]): IncomingMessage {
  return {
    topic,
    partition,
    offset: BigInt(message.offset),
    timestamp: new Date(Number(message.timestamp)),
    key: message.key,
    value: message.value,
    headers: (message.headers ?? {}) as WireHeaders,
  };
}

async function endConsumer(consumer: Consumer, logger: Logger): Promise<void> {
  try {
    await consumer.stop();
    await consumer.disconnect();
  } catch (error) {
    logger.debug({ reason: errorMessage(error) }, 'a consumer did not end cleanly');
  }
}

import { AppError, afterCommit, currentTrace, newId } from '@mao/service-kit';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Codec } from '../avro/codec.ts';
import { topicsOf } from '../catalogue.ts';
import { eventHeaders } from '../cloud-events.ts';
import type { EventMap, EventOf, NewEvent } from '../envelope.ts';
import { faultPoint } from '../fault-points.ts';
import { insertOutboxRows, type OutboxRow } from './insert-rows.ts';
import { shardOf } from './shard.ts';

/** Kafka's default `max.message.bytes` is 1 MiB with headers. A larger row would block its relay for ever. */
const MAX_PAYLOAD_BYTES = 900_000;

/** Writes events to the outbox table, in the caller's transaction. */
export interface Outbox<Events extends EventMap> {
  /**
   * One statement, however many events. Events of one key keep their order; writers of one key wait for each other here,
   * so the order is right even when the aggregate was not locked. After the commit the relay is woken.
   * Correlation, causation and traceparent come from the event's trace, else from the current one.
   * @throws AppError `event-invalid`, `event-unknown`, `event-too-large`, `topic-ambiguous` (all permanent: bugs)
   * @throws Error outside a transaction
   */
  append(em: EntityManager, events: EventOf<Events> | readonly EventOf<Events>[]): Promise<void>;
}

/** The outbox as this package uses it: finished records (dead letters) may go through it too. */
export interface RawOutbox {
  appendRaw(em: EntityManager, record: RawRecord): Promise<void>;
}

interface RawRecord {
  readonly topic: string;
  readonly type: string;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: OutboxRow['headers'];
}

/**
 * @param options.topics the topics this service writes
 * @param options.wake called after the commit with the shards that got rows
 */
export function createOutbox<Events extends EventMap>(options: {
  codec: Codec;
  source: string;
  topics: readonly string[];
  wake: (shard: number) => void;
}): Outbox<Events> & RawOutbox {
  const topicOf = topicChooser(options.codec, options.topics);

  function toRow(event: NewEvent): OutboxRow {
    const topic = event.topic ?? topicOf(event.type);
    const payload = options.codec.encode(topic, event.type, event.data);
    if (payload.length > MAX_PAYLOAD_BYTES)
      throw bug('event-too-large', `${event.type} of ${event.key} has ${payload.length} bytes, more than ${MAX_PAYLOAD_BYTES}`);
    const id = event.id ?? newId();
    const headers = eventHeaders(
      { id, source: options.source, type: event.type, time: event.time ?? new Date() },
      event.trace ?? currentTrace(),
    );
    return { id, topic, key: event.key, rawKey: null, type: event.type, payload, headers, shard: shardOf(topic, event.key) };
  }

  async function insert(em: EntityManager, rows: readonly OutboxRow[]): Promise<void> {
    faultPoint('after-business-write');
    await insertOutboxRows(em, rows);
    faultPoint('after-outbox-insert');
    for (const shard of new Set(rows.map((row) => row.shard))) {
      afterCommit(em, `outbox-shard-${shard}`, () => {
        faultPoint('after-commit-before-wake');
        options.wake(shard);
      });
    }
  }

  return {
    async append(em, events) {
      const list: readonly NewEvent[] = Array.isArray(events) ? events : [events];
      if (list.length > 0) await insert(em, list.map(toRow));
    },
    async appendRaw(em, record) {
      const { topic, type, headers, value: payload } = record;
      const row = { id: newId(), topic, key: null, rawKey: record.key, type, payload, headers };
      await insert(em, [{ ...row, shard: shardOf(topic, record.key?.toString('hex') ?? '') }]);
    },
  };
}

function topicChooser(codec: Codec, written: readonly string[]): (type: string) => string {
  const chosen = new Map<string, string>();
  return (type) => {
    const known = chosen.get(type);
    if (known !== undefined) return known;
    const candidates = topicsOf(codec.catalogue, type).filter((topic) => written.includes(topic));
    const [topic] = candidates;
    if (topic === undefined) throw bug('event-unknown', `${type} is on none of the topics this service writes`);
    if (candidates.length > 1) throw bug('topic-ambiguous', `${type} goes to ${candidates.join(' and ')}: say which`);
    chosen.set(type, topic);
    return topic;
  };
}

function bug(code: string, message: string): AppError {
  return new AppError(code, { message, permanent: true });
}

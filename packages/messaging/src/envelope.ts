import type { TraceContext } from '@mao/service-kit';
import type { EntityManager } from '@mikro-orm/postgresql';

/** An event as a handler sees it: CloudEvents attributes and the decoded data. */
export interface Envelope<Data = unknown> {
  readonly id: string;
  readonly type: string;
  /** The service that wrote it. */
  readonly source: string;
  readonly time: Date;
  readonly topic: string;
  /** The aggregate's id. Events of one key arrive in the order of their commits. */
  readonly key: string;
  /** Gap-free number per writer, topic and key; absent on events that did not come through an outbox of ours. */
  readonly keySeq?: bigint;
  readonly correlationId?: string;
  readonly causationId?: string;
  readonly traceparent?: string;
  readonly data: Data;
}

/** An event to be written. `topic` is needed only when the outbox writes the type to several topics. */
export interface NewEvent<Type extends string = string, Data = unknown> {
  readonly type: Type;
  /** The aggregate's id. */
  readonly key: string;
  readonly data: Data;
  readonly topic?: string;
  /** Default: a new UUIDv7. Consumers dedupe on it. */
  readonly id?: string;
  /** When it happened. Default: now. */
  readonly time?: Date;
  /** What it belongs to, when events of several works are written together. Default: the current trace. */
  readonly trace?: TraceContext;
}

/** Event type name -> data. Generated next to the catalogue. */
export type EventMap = object;

/** Any event of an event map, with its data checked against its type. */
export type EventOf<Events extends EventMap> = { [Type in keyof Events & string]: NewEvent<Type, Events[Type]> }[keyof Events &
  string];

/**
 * The effects of one event. Runs in one transaction with the event's inbox row, so it takes effect once however often the
 * event is delivered. Write through `em` only and call nothing remote. Any throw is retried, then the event's key is parked;
 * an `AppError` with `permanent: true` dead-letters the event at once.
 */
export type Handler<Data> = (event: Envelope<Data>, em: EntityManager) => Promise<void>;

/** Handlers by event type; types without one are skipped. */
export type Handlers<Events extends EventMap> = { readonly [Type in keyof Events & string]?: Handler<Events[Type]> };

import { AppError } from '@mao/service-kit';
import type { Codec } from '../avro/codec.ts';
import { HEADER } from '../cloud-events.ts';
import type { Envelope, Handler } from '../envelope.ts';
import { inboxIdOfMessage } from '../inbox/inbox-id.ts';
import type { IncomingMessage } from '../ports.ts';
import { headerText } from '../wire-headers.ts';

/** A message with a handler, ready to run. */
export interface ReadableEntry {
  readonly kind: 'event';
  readonly message: IncomingMessage;
  readonly inboxId: string;
  readonly isReplay: boolean;
  readonly envelope: Envelope;
  readonly handler: Handler<unknown>;
}

/** A message that nobody can read: it goes to the dead letter topic as it is. */
interface UnreadableEntry {
  readonly kind: 'unreadable';
  readonly message: IncomingMessage;
  readonly inboxId: string;
  readonly isReplay: boolean;
  readonly error: unknown;
}

export type Entry = ReadableEntry | UnreadableEntry;

export type HandlerTable = ReadonlyMap<string, Handler<unknown>>;

/** @returns undefined for types nobody here handles; their bytes are not even looked at */
export function readMessage(codec: Codec, handlers: HandlerTable, message: IncomingMessage): Entry | undefined {
  const type = headerText(message.headers, HEADER.type);
  const handler = type === undefined ? undefined : handlers.get(type);
  if (type !== undefined && handler === undefined) return undefined;
  const isReplay = headerText(message.headers, HEADER.replay) !== undefined;
  const inboxId = inboxIdOfMessage(message);
  try {
    if (type === undefined || handler === undefined) throw missing(HEADER.type);
    const envelope = toEnvelope(codec, type, message);
    return { kind: 'event', message, inboxId, isReplay, envelope, handler };
  } catch (error) {
    return { kind: 'unreadable', message, inboxId, isReplay, error };
  }
}

function toEnvelope(codec: Codec, type: string, message: IncomingMessage): Envelope {
  const { headers, topic } = message;
  if (message.value === null) throw undecodable('the record has no value');
  const key = message.key?.toString() ?? headerText(headers, HEADER.partitionKey);
  if (key === undefined) throw undecodable('the record has no key');
  if (key.includes('\0')) throw undecodable('the key holds U+0000');
  const keySeq = headerText(headers, HEADER.keySeq);
  return {
    id: required(headers, HEADER.id),
    type,
    source: required(headers, HEADER.source),
    time: timeOf(required(headers, HEADER.time)),
    topic,
    key,
    ...(keySeq === undefined ? {} : { keySeq: keySeqOf(keySeq) }),
    ...optional('correlationId', headerText(headers, HEADER.correlationId)),
    ...optional('causationId', headerText(headers, HEADER.causationId)),
    ...optional('traceparent', headerText(headers, HEADER.traceparent)),
    data: codec.decode(topic, type, message.value),
  };
}

function required(headers: IncomingMessage['headers'], name: string): string {
  const value = headerText(headers, name);
  if (value === undefined) throw missing(name);
  return value;
}

function timeOf(text: string): Date {
  const time = new Date(text);
  if (Number.isNaN(time.getTime())) throw undecodable(`${HEADER.time} is not a time`);
  return time;
}

function keySeqOf(text: string): bigint {
  if (!/^\d{1,18}$/.test(text)) throw undecodable(`${HEADER.keySeq} is not a number`);
  return BigInt(text);
}

function optional<Name extends string>(name: Name, value: string | undefined): { [N in Name]?: string } {
  return (value === undefined ? {} : { [name]: value }) as { [N in Name]?: string };
}

function missing(header: string): AppError {
  return new AppError('header-missing', { message: `the record has no header ${header}`, permanent: true });
}

function undecodable(why: string): AppError {
  return new AppError('event-undecodable', { message: why, permanent: true });
}

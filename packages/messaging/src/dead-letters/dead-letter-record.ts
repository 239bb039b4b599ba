import { HEADER } from '../cloud-events.ts';
import { inboxIdOfMessage } from '../inbox/inbox-id.ts';
import type { IncomingMessage } from '../ports.ts';
import { headerText, type WireHeaders } from '../wire-headers.ts';

const DEATH_HEADER = /^x-dlq-/;
const ID = /^([^/\s]+)\/(\d{1,9})\/(\d{1,18})$/;

/** Where a dead letter lies: its own topic, not the one the message came from. */
export interface DeadLetterPlace {
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
}

/** A record of a dead letter topic, taken apart. */
export interface DeadLetter {
  /** `<dead letter topic>/<partition>/<offset>` */
  readonly id: string;
  readonly group: string;
  readonly type: string;
  /** As text; empty when the record had none. */
  readonly key: string;
  /** What the group's inbox knows the message by. */
  readonly inboxId: string;
  readonly errorClass: string;
  readonly errorMessage: string;
  readonly attempts: number;
  readonly firstFailedAt: Date;
  readonly lastFailedAt: Date;
  readonly serviceVersion: string;
  /** The message as it first arrived: place, time, key, value and headers. */
  readonly original: IncomingMessage;
}

export function deadLetterId({ topic, partition, offset }: DeadLetterPlace): string {
  return `${topic}/${partition}/${offset}`;
}

export function parseDeadLetterId(id: string): DeadLetterPlace | undefined {
  const [, topic, partition, offset] = ID.exec(id) ?? [];
  if (topic === undefined || partition === undefined || offset === undefined) return undefined;
  return { topic, partition: Number(partition), offset: BigInt(offset) };
}

/** @returns undefined for a record that was not written as a dead letter of ours */
export function readDeadLetter(record: IncomingMessage): DeadLetter | undefined {
  const original = originalOf(record);
  const group = death(record, 'group');
  if (original === undefined || group === undefined) return undefined;
  const [first = '', last = ''] = (death(record, 'failed-at') ?? '').split('/');
  return {
    id: deadLetterId(record),
    group,
    type: headerText(original.headers, HEADER.type) ?? 'unknown',
    key: original.key?.toString() ?? headerText(original.headers, HEADER.partitionKey) ?? '',
    inboxId: inboxIdOfMessage(original),
    errorClass: death(record, 'error-class') ?? 'unknown',
    errorMessage: death(record, 'error-message') ?? '',
    attempts: Number(death(record, 'attempts') ?? 0),
    firstFailedAt: dateOr(first, record.timestamp),
    lastFailedAt: dateOr(last, record.timestamp),
    serviceVersion: death(record, 'service-version') ?? 'unknown',
    original,
  };
}

function originalOf(record: IncomingMessage): IncomingMessage | undefined {
  const topic = death(record, 'topic');
  const partition = death(record, 'partition');
  const offset = death(record, 'offset');
  if (topic === undefined || !isNumber(partition) || !isNumber(offset)) return undefined;
  return {
    topic,
    partition: Number(partition),
    offset: BigInt(offset),
    timestamp: dateOr(death(record, 'timestamp') ?? '', record.timestamp),
    key: record.key,
    value: record.value,
    headers: withoutDeath(record.headers),
  };
}

function withoutDeath(headers: WireHeaders): WireHeaders {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !DEATH_HEADER.test(name)));
}

function death(record: IncomingMessage, name: string): string | undefined {
  return headerText(record.headers, `x-dlq-${name}`);
}

function isNumber(text: string | undefined): text is string {
  return text !== undefined && /^\d{1,18}$/.test(text);
}

function dateOr(text: string, otherwise: Date): Date {
  const date = new Date(text);
  return Number.isNaN(date.getTime()) ? otherwise : date;
}

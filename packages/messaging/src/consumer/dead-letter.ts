import type { EntityManager } from '@mikro-orm/postgresql';
import { HEADER } from '../cloud-events.ts';
import { markDead } from '../inbox/admit.ts';
import type { RawOutbox } from '../outbox/outbox.ts';
import type { IncomingMessage } from '../ports.ts';
import { headerText, storeHeaders, type WireHeaders } from '../wire-headers.ts';
import type { Failure } from './failure.ts';

/** One per topic and group: another group may be fine with the same message. */
export function deadLetterTopic(topic: string, group: string): string {
  return `${topic}.${group}.dlq`;
}

/**
 * Sends the record to the group's dead letter topic through the outbox, in the transaction that settles it in the inbox.
 * Key, value and headers stay as they came; ten `x-dlq-*` headers say where it came from and what happened.
 * @returns false when it was settled before (a redelivery)
 */
export async function deadLetter(
  em: EntityManager,
  outbox: RawOutbox,
  options: {
    readonly group: string;
    readonly message: IncomingMessage;
    readonly inboxId: string;
    readonly isReplay: boolean;
    readonly failure: Failure;
    readonly serviceVersion: string;
  },
): Promise<boolean> {
  const { group, message, failure } = options;
  const isFirst = await markDead(em, group, options.inboxId);
  // A replay of a dead letter finds its own row; when it fails again it must not vanish.
  if (!isFirst && !options.isReplay) return false;
  await outbox.appendRaw(em, {
    topic: deadLetterTopic(message.topic, group),
    type: headerText(message.headers, HEADER.type) ?? 'unknown',
    key: message.key,
    value: message.value,
    headers: storeHeaders({ ...message.headers, ...deathHeaders(message, group, failure, options.serviceVersion) }),
  });
  return true;
}

function deathHeaders(message: IncomingMessage, group: string, failure: Failure, serviceVersion: string): WireHeaders {
  return {
    'x-dlq-topic': message.topic,
    'x-dlq-partition': String(message.partition),
    'x-dlq-offset': message.offset.toString(),
    'x-dlq-timestamp': message.timestamp.toISOString(),
    'x-dlq-group': group,
    'x-dlq-error-class': failure.errorClass,
    'x-dlq-error-message': failure.errorMessage,
    'x-dlq-attempts': String(failure.attempts),
    'x-dlq-failed-at': `${failure.firstFailedAt.toISOString()}/${failure.lastFailedAt.toISOString()}`,
    'x-dlq-service-version': serviceVersion,
  };
}

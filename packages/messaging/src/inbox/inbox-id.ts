import { createHash } from 'node:crypto';
import { HEADER } from '../cloud-events.ts';
import type { IncomingMessage } from '../ports.ts';
import { headerText } from '../wire-headers.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** What the inbox dedupes on. CloudEvents allows any text as an id, unique per source; ours are UUIDs already. */
function inboxIdOf(eventId: string, source: string): string {
  return UUID.test(eventId) ? eventId.toLowerCase() : digestId(`${source}\n${eventId}`);
}

/** What the inbox knows a record by: its event, or its place when it names none. */
export function inboxIdOfMessage({ headers, topic, partition, offset }: IncomingMessage): string {
  const id = headerText(headers, HEADER.id);
  const source = headerText(headers, HEADER.source);
  return id === undefined || source === undefined ? inboxIdOfPlace(topic, partition, offset) : inboxIdOf(id, source);
}

/** For a record without an event id: its place is the only name it has. */
function inboxIdOfPlace(topic: string, partition: number, offset: bigint): string {
  return digestId(`${topic}\n${partition}\n${offset}`);
}

/** A UUIDv8 (RFC 9562, section 5.8: free use) of the text. */
function digestId(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

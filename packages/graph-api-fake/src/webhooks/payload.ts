import { createHmac } from 'node:crypto';
import type { WebhookEvent } from './webhook-book.ts';

// Meta's bound on the updates of one delivery.
const MAX_CHANGES = 1000;

interface Entry {
  readonly id: string;
  readonly time: number;
  readonly changes: { readonly field: string; readonly value: unknown }[];
}

/** Bodies for these events of one object kind: entries by id, at most 1,000 changes in each body. */
export function payloadsOf(object: string, events: readonly WebhookEvent[]): string[] {
  const bodies: string[] = [];
  for (let at = 0; at < events.length; at += MAX_CHANGES) {
    const entries = new Map<string, Entry>();
    for (const event of events.slice(at, at + MAX_CHANGES)) {
      const known = entries.get(event.entryId);
      const entry = known ?? { id: event.entryId, time: Math.floor(event.dueMs / 1000), changes: [] };
      entry.changes.push({ field: event.field, value: event.value });
      entries.set(event.entryId, entry);
    }
    bodies.push(JSON.stringify({ object, entry: [...entries.values()] }));
  }
  return bodies;
}

/** The value of `X-Hub-Signature-256`. */
export function signatureOf(body: string, appSecret: string): string {
  return `sha256=${createHmac('sha256', appSecret).update(body, 'utf8').digest('hex')}`;
}

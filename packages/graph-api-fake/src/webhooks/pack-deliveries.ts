import type { Delivery } from './delivery.ts';
import { payloadsOf } from './payload.ts';
import { listenersOf, type Subscription, type WebhookBook, type WebhookEvent } from './webhook-book.ts';

/** Deliveries of these events to everyone who listens, due at once. What nobody listens to any more is dropped. */
export function packDeliveries(
  book: WebhookBook,
  events: readonly WebhookEvent[],
  { nowMs, nextId }: { readonly nowMs: number; readonly nextId: () => number },
): Delivery[] {
  const bySubscription = new Map<Subscription, WebhookEvent[]>();
  for (const event of events) {
    for (const listener of listenersOf(book, event)) {
      bySubscription.set(listener, [...(bySubscription.get(listener) ?? []), event]);
    }
  }
  return [...bySubscription].flatMap(([{ object, callbackUrl }, theirs]) =>
    payloadsOf(object, theirs).map((body) => ({
      id: nextId(),
      callbackUrl,
      body,
      attempts: 0,
      lastStatus: null,
      state: 'waiting' as const,
      firstAttemptMs: null,
      nextMs: nowMs,
    })),
  );
}

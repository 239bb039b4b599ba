import type { VirtualClock } from '../clock.ts';
import type { FaultPlan } from '../faults/fault-plan.ts';
import { afterFailure, type Delivery } from './delivery.ts';
import { packDeliveries } from './pack-deliveries.ts';
import { sendWebhook } from './send-webhook.ts';
import { createWebhookBook, listenersOf, type WebhookBook, type WebhookEvent } from './webhook-book.ts';

/** Sends events to subscribers as Meta does: signed, several in one delivery, again when the callback does not answer 200. */
export interface WebhookSender {
  readonly book: WebhookBook;
  /** Costs nothing while nobody listens. */
  publish(event: WebhookEvent): void;
  deliveries(): readonly Delivery[];
  /** Forgets subscriptions, events and deliveries. */
  clear(): void;
  /** Ends everything under way; nothing is sent afterwards. */
  stop(): void;
}

interface SenderParts {
  readonly clock: VirtualClock;
  readonly faults: FaultPlan;
  readonly appSecret: string;
}

// Real time: what happens within it travels together.
const BATCH_MS = 20;
const LONGEST_TIMER_MS = 2_147_000_000;
const KEPT_DELIVERIES = 10_000;

export function createWebhookSender(parts: SenderParts): WebhookSender {
  const { clock } = parts;
  const book = createWebhookBook();
  let events: WebhookEvent[] = [];
  let deliveries: Delivery[] = [];
  let lastId = 0;
  let timer: NodeJS.Timeout | undefined;
  let ending = new AbortController();

  const plan = (): void => {
    clearTimeout(timer);
    const waiting = deliveries.filter((delivery) => delivery.state === 'waiting').map((delivery) => delivery.nextMs);
    const nextMs = Math.min(...events.map((event) => event.dueMs), ...waiting);
    if (nextMs === Number.POSITIVE_INFINITY) return;
    const delayMs = Math.min(Math.max(nextMs - clock.nowMs(), BATCH_MS), LONGEST_TIMER_MS);
    timer = setTimeout(flush, delayMs).unref();
  };

  const flush = (): void => {
    const nowMs = clock.nowMs();
    const due = events.filter((event) => event.dueMs <= nowMs);
    events = events.filter((event) => event.dueMs > nowMs);
    if (deliveries.length > KEPT_DELIVERIES) deliveries = deliveries.filter(({ state }) => state !== 'delivered');
    deliveries.push(...packDeliveries(book, due, { nowMs, nextId: () => ++lastId }));
    const ready = deliveries.filter((delivery) => delivery.state === 'waiting' && delivery.nextMs <= nowMs);
    for (const delivery of ready) void attempt(parts, delivery, ending.signal).then(plan);
    plan();
  };

  const stop = (): void => {
    ending.abort();
    clearTimeout(timer);
    events = [];
    deliveries = [];
  };

  clock.onMove(plan);
  return {
    book,
    publish: (event) => {
      if (listenersOf(book, event).length === 0) return;
      events.push(event);
      plan();
    },
    deliveries: () => deliveries,
    clear: () => {
      stop();
      book.subscriptions.clear();
      book.appsByAccount.clear();
      ending = new AbortController();
    },
    stop: () => {
      book.subscriptions.clear();
      stop();
    },
  };
}

/** One attempt, with the fault a test asked for. */
async function attempt({ clock, faults, appSecret }: SenderParts, delivery: Delivery, ending: AbortSignal): Promise<void> {
  delivery.state = 'sending';
  delivery.attempts += 1;
  delivery.firstAttemptMs ??= clock.nowMs();
  const fault = faults.takeForWebhook(new URL(delivery.callbackUrl).pathname);
  const secret = fault?.type === 'wrong_signature' ? `not ${appSecret}` : appSecret;
  delivery.lastStatus = await sendWebhook(delivery, secret, ending);
  if (fault?.type === 'duplicate_webhook') delivery.lastStatus = await sendWebhook(delivery, secret, ending);
  if (delivery.lastStatus === 200) delivery.state = 'delivered';
  else Object.assign(delivery, afterFailure(delivery, clock.nowMs()));
}

/** One callback of one app for one kind of object, as `POST /<app>/subscriptions` makes it. */
export interface Subscription {
  readonly appId: string;
  /** `ad_account`, `application`, … */
  readonly object: string;
  readonly callbackUrl: string;
  readonly fields: readonly string[];
}

/** Who wants to hear of what. */
export interface WebhookBook {
  readonly subscriptions: Map<string, Subscription>;
  /** Apps subscribed to an ad account (`POST /act_<id>/subscribed_apps`), by account. */
  readonly appsByAccount: Map<string, Set<string>>;
}

export function createWebhookBook(): WebhookBook {
  return { subscriptions: new Map(), appsByAccount: new Map() };
}

/** Subscribing again replaces the callback. */
export function putSubscription(book: WebhookBook, subscription: Subscription): void {
  book.subscriptions.set(`${subscription.appId}/${subscription.object}`, subscription);
}

/** Something Meta would tell. */
export interface WebhookEvent {
  readonly object: string;
  /** Whose entry it belongs to: an account's digits or an app's id. */
  readonly entryId: string;
  readonly field: string;
  readonly value: unknown;
  /** With `act_` prefix: only apps subscribed to that account hear of it. null: every subscription does. */
  readonly account: string | null;
  /** Virtual time. */
  readonly dueMs: number;
}

export function listenersOf(book: WebhookBook, event: WebhookEvent): Subscription[] {
  return [...book.subscriptions.values()].filter((subscription) => {
    if (subscription.object !== event.object || !subscription.fields.includes(event.field)) return false;
    return event.account === null || book.appsByAccount.get(event.account)?.has(subscription.appId) === true;
  });
}

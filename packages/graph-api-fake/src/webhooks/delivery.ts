/** One body on its way to one callback. */
export interface Delivery {
  readonly id: number;
  readonly callbackUrl: string;
  readonly body: string;
  attempts: number;
  /** HTTP status of the last answer; null when there was none. */
  lastStatus: number | null;
  state: 'waiting' | 'sending' | 'delivered' | 'given_up';
  firstAttemptMs: number | null;
  /** Virtual time of the next attempt. */
  nextMs: number;
}

const MINUTE_MS = 60_000;
/** After each failed attempt; the last delay repeats. Meta says "decreasing frequency" and no more. */
const RETRY_DELAYS_MS: readonly number[] = [1, 5, 15, 30, 60, 120, 240, 480].map((minutes) => minutes * MINUTE_MS);
const LAST_DELAY_MS = 480 * MINUTE_MS;
const RETRIED_FOR_MS = 36 * 60 * MINUTE_MS;

/** What a failed attempt leads to: a later one, or the end after 36 hours. All in virtual time. */
export function afterFailure(delivery: Delivery, nowMs: number): Pick<Delivery, 'state' | 'nextMs'> {
  const nextMs = nowMs + (RETRY_DELAYS_MS[delivery.attempts - 1] ?? LAST_DELAY_MS);
  const isOver = nextMs - (delivery.firstAttemptMs ?? nowMs) > RETRIED_FOR_MS;
  return { state: isOver ? 'given_up' : 'waiting', nextMs };
}

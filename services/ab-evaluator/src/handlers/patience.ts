import { AppError, type Clock } from '@mao/service-kit';

/**
 * How long a replica, or an earlier request, that is behind is given before something counts as unknown. The gateway has seen
 * what a request names, so after an outage it is only late: refusing early would refuse a campaign that was built.
 */
export const CATCH_UP_MS = 120_000;
/**
 * A message that waits is parked almost at once: while it held its place, nothing else would be fetched from its broker, least of
 * all what it waits for. Parked it is tried again every second, and given up after five minutes, as by default.
 */
export const RETRY = { inPlaceMs: 100, maxBackoffSeconds: 1, maxAttempts: 400 } as const;
// Requests that were given up elsewhere would be remembered for ever.
const MAX_REMEMBERED = 1_000;

/** Remembers since when this process waits for what a message needs. */
export interface Patience {
  /** @throws AppError `not-caught-up`, which has the message tried again, until the time for it has run out */
  wait(eventId: string): void;
}

/** Counted from the first attempt, not from the request: after a standstill every request is old. */
export function createPatience(clock: Clock): Patience {
  const since = new Map<string, number>();
  return {
    wait(eventId) {
      const nowMs = clock().getTime();
      const firstMs = since.get(eventId) ?? nowMs;
      if (nowMs - firstMs >= CATCH_UP_MS) {
        since.delete(eventId);
        return;
      }
      if (since.size >= MAX_REMEMBERED) since.clear();
      since.set(eventId, firstMs);
      throw new AppError('not-caught-up', { message: 'what the request names is not known yet' });
    },
  };
}

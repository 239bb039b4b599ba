import { type StepOutcome, waiting } from '@mao/saga';

/**
 * How long a replica that is behind is given before something counts as unknown. The gateway has looked the account and the
 * clips up before it accepted the run, so what is missing here is on its way, however long an outage holds it up: refusing
 * early would refuse a clip that was promised. The limit is only for what a fault of ours has lost.
 */
const CATCH_UP_MS = 3_600_000;
/** A replica is mostly a moment behind. */
const LOOK_SOON_MS = 100;
const SOON_ENDS_MS = 3_000;
/** Behind an outage there may be many who wait. */
const LOOK_LATER_MS = 1_000;

/** What to do about something that this service has not heard of, so long after it took the request up. Pure. */
export function untilCaughtUp(waitedMs: number, otherwise: StepOutcome<never>): StepOutcome<never> {
  if (waitedMs >= CATCH_UP_MS) return otherwise;
  const pauseMs = waitedMs < SOON_ENDS_MS ? LOOK_SOON_MS : LOOK_LATER_MS;
  return waiting(pauseMs, 'the account or clip to become known', { withoutEffect: true });
}

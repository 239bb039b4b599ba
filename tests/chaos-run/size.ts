export interface ChaosSize {
  readonly faultMs: number;
  readonly accounts: number;
  readonly runs: number;
  readonly contests: number;
  readonly clips: number;
}

/** The last minute is for the quiet that follows: by its end every run must have ended. */
const QUIET_MS = 60_000;

const TARGET_FAULT_MS = 9 * 60_000;

/**
 * What the target asks of ten minutes, in proportion.
 * @param density of the load: half of it leaves slow machines time for the restarts of killed processes
 */
export function sizeOf(minutes: number, density = 1): ChaosSize {
  const faultMs = Math.max(10_000, minutes * 60_000 - QUIET_MS);
  const share = (density * faultMs) / TARGET_FAULT_MS;
  return {
    faultMs,
    accounts: Math.max(8, Math.round(20 * share)),
    // Some are refused, as they should be: those do not count.
    runs: Math.ceil(2_100 * share),
    contests: Math.ceil(235 * share),
    clips: Math.ceil(5_000 * share),
  };
}

/** Long enough for throttles and for a new token. */
export const STEP_DEADLINE_MS = 25 * 3_600_000;

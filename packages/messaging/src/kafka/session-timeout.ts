/**
 * The partitions of a killed member stand still until it is back, or for so long: the time for a restart under load (see
 * seat-name.ts) against that of a machine which is gone for good.
 */
export const SESSION_TIMEOUT_MS = 10_000;

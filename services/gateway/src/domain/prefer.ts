const DEFAULT_WAIT_SECONDS = 30;
const MAX_WAIT_SECONDS = 60;

/** How long a caller wants to wait for the outcome: `Prefer: wait=N` (above 60 counts as 60) or `respond-async` (RFC 7240). */
export function waitMs(prefer: string | undefined): number {
  const preferences = (prefer ?? '').split(',').map((part) => part.trim().toLowerCase());
  if (preferences.includes('respond-async')) return 0;
  const wait = preferences.map((part) => /^wait="?(\d{1,6})"?$/.exec(part)?.[1]).find((seconds) => seconds !== undefined);
  return Math.min(MAX_WAIT_SECONDS, wait === undefined ? DEFAULT_WAIT_SECONDS : Number(wait)) * 1000;
}

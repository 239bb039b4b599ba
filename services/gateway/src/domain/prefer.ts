const DEFAULT_WAIT_SECONDS = 30;
const MAX_WAIT_SECONDS = 60;

/**
 * How long a caller wants to wait for the outcome: `Prefer: wait=N` (above 60 counts as 60) or `respond-async` (RFC 7240).
 * With both, the wait counts: RFC 7240, section 4.3. What cannot be understood is ignored, as the RFC asks.
 */
export function waitMs(prefer: string | undefined): number {
  const preferences = (prefer ?? '').split(',').map((part) => part.split(';', 1)[0]?.trim().toLowerCase() ?? '');
  const wait = preferences.map((part) => /^wait\s*=\s*(?:(\d+)|"(\d+)")$/.exec(part)).find((match) => match !== null);
  if (wait) return Math.min(MAX_WAIT_SECONDS, Number(wait[1] ?? wait[2])) * 1000;
  return preferences.includes('respond-async') ? 0 : DEFAULT_WAIT_SECONDS * 1000;
}

const DAY_MS = 86_400_000;

/** FNV-1a, 32 bits: even enough to spread tests, and the same in every process. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return hash >>> 0;
}

interface Planned {
  readonly id: string;
  readonly startTime: Date;
  readonly horizonDays: number;
}

/**
 * When a test is judged next: strictly after `now`, at its own place within the interval, so that tests are spread over it;
 * sooner when its horizon ends before that.
 */
export function nextEvaluation(now: Date, test: Planned, intervalMs: number): Date {
  const place = hashOf(test.id) % intervalMs;
  const passed = Math.floor((now.getTime() - place) / intervalMs);
  const regularMs = (passed + 1) * intervalMs + place;
  const horizonMs = test.startTime.getTime() + test.horizonDays * DAY_MS;
  return new Date(horizonMs > now.getTime() ? Math.min(regularMs, horizonMs) : regularMs);
}

import { type Checked, checked, violation } from './checked.ts';
import type { Violation } from './plan.ts';
import type { RunRequest } from './run-request.ts';

/** When the ad set runs. Null start: at once when activated; null end: until stopped. */
export interface Schedule {
  readonly start: Date | null;
  readonly end: Date | null;
}

// Without an offset the time would be taken in the zone of whichever machine reads it.
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})$/;

function instant(text: string | undefined): Date | null | undefined {
  if (text === undefined) return null;
  // Date.parse wants the colon that Meta's own form leaves out.
  const time = INSTANT.test(text) ? Date.parse(text.replace(/([+-]\d{2})(\d{2})$/, '$1:$2')) : Number.NaN;
  return Number.isNaN(time) ? undefined : new Date(time);
}

const invalid = (pointer: string): Violation => violation('time-invalid', pointer, 'must be an ISO 8601 time with an offset');

function orderViolations(start: Date | null, end: Date | null, now: Date): Violation[] {
  const found: Violation[] = [];
  if (start !== null && start <= now) found.push(violation('start-in-past', '/start_time', 'must be in the future'));
  if (end === null) return found;
  if (end <= now) found.push(violation('end-in-past', '/end_time', 'must be in the future'));
  else if (start !== null && end <= start) found.push(violation('end-before-start', '/end_time', 'must be after start_time'));
  return found;
}

/** end > start > now, each with an offset. */
export function checkSchedule(request: RunRequest, now: Date): Checked<Schedule> {
  const start = instant(request.start_time);
  const end = instant(request.end_time);
  const unread = [...(start === undefined ? [invalid('/start_time')] : []), ...(end === undefined ? [invalid('/end_time')] : [])];
  if (start === undefined || end === undefined) return { ok: false, violations: unread };
  return checked(orderViolations(start, end, now), { start, end });
}

/** Meta's form: `2026-07-27T00:46:29+0000`. */
export const graphTime = (time: Date): string => `${time.toISOString().slice(0, 19)}+0000`;

import type { Level } from '../levels.ts';
import { CODE_RANGES, CODES, LONG_NUMBERS, PAIRS, THROTTLE_CODES } from './class-table.ts';
import type { ErrorClass } from './graph-error.ts';

/** What the class depends on. */
export interface Evidence {
  readonly code: number | null;
  readonly subcode: number | null;
  readonly isTransient: boolean | null;
  readonly message: string;
  readonly httpStatus: number;
  /** The level being created, null for any other call. */
  readonly creating: Level | null;
}

const TOO_MUCH_DATA = /reduce the amount of data/i;

function byPair({ code, subcode, creating }: Evidence): ErrorClass | undefined {
  // "Adcreative Create Failed" is flaky and safe to repeat, as creatives dedupe. On other levels it is a refusal.
  if (code === 100 && subcode === 1487390 && creating === 'creative') return 'TRANSIENT';
  const pair = PAIRS.get(`${code}/${subcode}`);
  if (pair !== undefined) return pair;
  if (code !== null && THROTTLE_CODES.has(code)) return 'RATE_LIMIT';
  return LONG_NUMBERS.get(subcode ?? 0) ?? LONG_NUMBERS.get(code ?? 0);
}

function byCode(code: number | null): ErrorClass | undefined {
  if (code === null) return undefined;
  return CODES.get(code) ?? CODE_RANGES.find((range) => code >= range.from && code <= range.to)?.class;
}

function byHttpStatus(status: number): ErrorClass {
  if (status === 429) return 'RATE_LIMIT';
  // 408 and 425 come from a proxy that gave up, not from a judgement on the request.
  if (status === 408 || status === 425) return 'TRANSIENT';
  return status >= 400 && status < 500 ? 'VALIDATION' : 'TRANSIENT';
}

/**
 * The class of one failed call. Precedence: (code, subcode) → is_transient → code → HTTP status.
 * An unknown code with 4xx is VALIDATION and so never retried.
 */
export function classify(evidence: Evidence): ErrorClass {
  if (evidence.code === 1 && TOO_MUCH_DATA.test(evidence.message)) return 'SHRINK';
  const exact = byPair(evidence);
  if (exact !== undefined) return exact;
  if (evidence.isTransient === true) return 'TRANSIENT';
  return byCode(evidence.code) ?? byCode(evidence.subcode) ?? byHttpStatus(evidence.httpStatus);
}

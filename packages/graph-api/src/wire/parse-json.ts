import { isSafeNumber, parse } from 'lossless-json';
import type { Json } from '../json.ts';

// An id sent as a bare number (report_run_id) has more digits than a double holds: it becomes a string.
const keepDigits = (digits: string): number | string => (isSafeNumber(digits) ? Number(digits) : digits);

/** Parses JSON without losing digits. Undefined when the text is not JSON: a cut or foreign answer is not an exception. */
export function parseJson(text: string): Json | undefined {
  try {
    return parse(text, undefined, keepDigits) as Json;
  } catch {
    return undefined;
  }
}

import { isSafeNumber, parse } from 'lossless-json';
import type { Json } from '../json.ts';

// An id sent as a bare number (report_run_id) has more digits than a double holds: it becomes a string.
const keepDigits = (digits: string): number | string => (isSafeNumber(digits) ? Number(digits) : digits);

// Meta's deepest answers have some ten levels. Everything that walks an answer recurses, so the depth is bounded here once.
const MAX_DEPTH = 100;

/** The index of the quote that ends the text beginning at `start`. */
function endOfText(json: string, start: number): number {
  for (let index = start + 1; index < json.length; index += 1) {
    const char = json[index];
    if (char === '\\') index += 1;
    else if (char === '"') return index;
  }
  return json.length;
}

const STEPS: Readonly<Record<string, number>> = { '[': 1, '{': 1, ']': -1, '}': -1 };

function isTooDeep(json: string): boolean {
  let depth = 0;
  for (let index = 0; index < json.length; index += 1) {
    const char = json[index] ?? '';
    if (char === '"') index = endOfText(json, index);
    depth += STEPS[char] ?? 0;
    if (depth > MAX_DEPTH) return true;
  }
  return false;
}

/** Parses JSON without losing digits. Undefined when the text is not JSON: a cut or foreign answer is not an exception. */
export function parseJson(text: string): Json | undefined {
  if (isTooDeep(text)) return undefined;
  try {
    return parse(text, undefined, keepDigits) as Json;
  } catch {
    return undefined;
  }
}

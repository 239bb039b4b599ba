import type { ProblemError } from './problem.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** The id in a path. What is no UUID names nothing that could exist. */
export function pathId(text: unknown, missing: ProblemError): string {
  if (typeof text !== 'string' || !UUID.test(text)) throw missing;
  return text.toLowerCase();
}

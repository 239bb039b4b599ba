import { differences } from './compare.ts';
import { evaluate, readInfinities } from './evaluate.ts';

interface Vector {
  readonly id: string;
  readonly fn: string;
  readonly in: unknown;
  readonly out: unknown;
  readonly tol: number;
}

const isVector = (value: unknown): value is Vector =>
  typeof value === 'object' &&
  value !== null &&
  'id' in value &&
  'fn' in value &&
  'in' in value &&
  'out' in value &&
  'tol' in value;

/** What one vector got wrong, as lines to print; empty when it passed. */
export function checkVector(vector: Vector): string[] {
  try {
    const problems = differences(readInfinities(vector.out), evaluate(vector.fn, vector.in), vector.tol);
    return problems.map((problem) => `${vector.id} (${vector.fn}) ${problem}`);
  } catch (error) {
    return [`${vector.id} (${vector.fn}) threw ${String(error)}`];
  }
}

/**
 * The vectors of a file's text.
 * @throws TypeError when it is not an array of `{id, fn, in, out, tol}`.
 */
export function readVectors(text: string): Vector[] {
  const parsed: unknown = JSON.parse(text);
  if (!Array.isArray(parsed) || !parsed.every(isVector)) throw new TypeError('expected an array of {id, fn, in, out, tol}');
  return parsed;
}

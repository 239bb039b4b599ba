import type { Stage } from './stage/stage.ts';

export interface Size {
  /** Of the counts and durations that a requirement states: 1 is the full size. */
  readonly share: number;
  /** Runs of each measurement of speed. */
  readonly rounds: number;
  readonly seed: number;
}

export interface PartResult {
  /** Raw, for the results file. */
  readonly figures: object;
  /** For the person at the screen. */
  readonly lines: readonly string[];
  /** What was not kept; empty when all is well. */
  readonly misses: readonly string[];
}

/** The measurement of one requirement. */
export interface Part {
  /** As the requirement is called. */
  readonly id: string;
  readonly what: string;
  run(stage: Stage, size: Size): Promise<PartResult>;
}

/** @param least below it nothing would be measured */
export function scaled(full: number, share: number, least: number): number {
  return Math.min(full, Math.max(least, Math.round(full * share)));
}

/** One miss for each count that is not zero. */
export function nonZero(counts: Readonly<Record<string, number>>): readonly string[] {
  return Object.entries(counts).flatMap(([name, count]) => (count === 0 ? [] : [`${name}: ${count} instead of 0`]));
}

/** A round after the other; the first is 1. */
export async function inRounds<T>(rounds: number, run: (round: number) => Promise<T>): Promise<T[]> {
  const results: T[] = [];
  for (let round = 1; round <= rounds; round += 1) results.push(await run(round));
  return results;
}

export function total<T>(items: readonly T[], pick: (item: T) => number): number {
  return items.reduce((sum, item) => sum + pick(item), 0);
}

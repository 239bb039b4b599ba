import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { LoadResult } from '../load/run-load.ts';
import { median } from '../load/statistics.ts';
import type { Load, SubjectName } from './options.ts';

export interface Round {
  readonly round: number;
  readonly subject: SubjectName;
  readonly result: LoadResult;
}

export interface LoadRounds {
  readonly load: Load;
  readonly rounds: readonly Round[];
}

export interface Summary {
  readonly perSecond: number;
  readonly perSecondRange: readonly [number, number];
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly p99Ms: number;
  readonly failures: number;
}

/** Medians over the rounds of one subject; undefined when it did not take part. */
export function summaryOf(rounds: readonly Round[], subject: SubjectName): Summary | undefined {
  const results = rounds.filter((round) => round.subject === subject).map(({ result }) => result);
  if (results.length === 0) return undefined;
  const middle = (pick: (result: LoadResult) => number): number => median(results.map(pick));
  const throughputs = results.map(({ perSecond }) => perSecond);
  return {
    perSecond: median(throughputs),
    perSecondRange: [Math.min(...throughputs), Math.max(...throughputs)],
    p50Ms: middle(({ p50Ms }) => p50Ms),
    p95Ms: middle(({ p95Ms }) => p95Ms),
    p99Ms: middle(({ p99Ms }) => p99Ms),
    failures: results.reduce((sum, { failures }) => sum + failures, 0),
  };
}

const RESULTS_FOLDER = join(import.meta.dirname, '../../results');

/** @returns the file's path */
export function writeResults(scenario: string, given: string | undefined, content: unknown): string {
  const stamp = new Date()
    .toISOString()
    .replace(/\.\d+Z$/, 'Z')
    .replaceAll(':', '');
  const file = given ?? join(RESULTS_FOLDER, `${scenario}-${stamp}.json`);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(content, null, 2)}\n`);
  return file;
}

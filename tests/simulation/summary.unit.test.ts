import { describe, expect, test } from '@jest/globals';
import type { Report } from './messages.ts';
import { createSummary } from './summary.ts';

const report = (seed: number, violations: readonly string[] = [], digest = 'aa'): Report => ({
  seed,
  digest,
  events: 10,
  virtualMs: 1_000,
  violations,
  counts: { I1: { accepted: 2 } },
});

describe('summary', () => {
  test('all is well when every seed held and replayed identically', () => {
    const lines: string[] = [];
    const summary = createSummary(
      (line) => lines.push(line),
      () => 0,
    );
    summary.add(report(1));
    summary.compare(report(1));
    expect(summary.conclude()).toBe(true);
    expect(lines.join('\n')).toContain('runs accepted 2');
  });

  test('a violation fails the run and names the command that repeats it', () => {
    const lines: string[] = [];
    const summary = createSummary((line) => lines.push(line));
    summary.add(report(17, ['I3 run: two campaigns']));
    expect(summary.failed()).toEqual([17]);
    expect(summary.conclude()).toBe(false);
    expect(lines.slice(0, 2)).toEqual(['seed 17 FAILED; npm run sim -- --seed 17 repeats it', '    I3 run: two campaigns']);
  });

  test('an error of the world is a failure, too', () => {
    const summary = createSummary(() => undefined);
    summary.add({ seed: 3, error: 'the world stands still' });
    expect(summary.conclude()).toBe(false);
  });

  test('a replay that differs fails the run', () => {
    const summary = createSummary(() => undefined);
    summary.add(report(1));
    summary.compare(report(1, [], 'bb'));
    expect(summary.conclude()).toBe(false);
  });

  test('no seed at all is no success', () => {
    expect(createSummary(() => undefined).conclude()).toBe(false);
  });

  test('an invariant for which no seed had anything to judge fails a long run', () => {
    const lines: string[] = [];
    const summary = createSummary((line) => lines.push(line));
    for (let seed = 1; seed <= 50; seed += 1) summary.add({ ...report(seed), counts: { I1: { accepted: 2 }, I8: { tests: 0 } } });
    expect(summary.conclude()).toBe(false);
    expect(lines).toContain('nothing was there to judge for I8');
  });
});

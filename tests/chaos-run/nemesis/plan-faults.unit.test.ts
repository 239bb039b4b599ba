import { describe, expect, test } from '@jest/globals';
import { type FaultKind, planFaults } from './plan-faults.ts';

const plan = (seed: number, minutes: number) =>
  planFaults({ seed, durationMs: minutes * 60_000, processes: ['a', 'a-2', 'b'], links: ['a > x', 'b > x', 'client > a'] });

const count = (faults: readonly { kind: FaultKind['kind'] }[], kind: FaultKind['kind']) =>
  faults.filter((fault) => fault.kind === kind).length;

describe('the plan of what goes wrong', () => {
  test('is the same for the same seed, and another for another', () => {
    expect(plan(7, 3)).toEqual(plan(7, 3));
    expect(plan(8, 3)).not.toEqual(plan(7, 3));
  });

  test.each([1, 2, 3, 4, 5])('of nine minutes reaches the numbers of the target (seed %i)', (seed) => {
    const faults = plan(seed, 9);
    expect(count(faults, 'kill')).toBeGreaterThanOrEqual(100);
    expect(count(faults, 'postgres-down')).toBeGreaterThanOrEqual(10);
    expect(count(faults, 'kafka-down')).toBeGreaterThanOrEqual(5);
    for (const kind of ['zombie', 'end-sessions', 'cut', 'slow', 'half-open'] as const)
      expect([kind, count(faults, kind)]).toEqual([kind, expect.any(Number)]);
  });

  test('is in order, and over when its time is', () => {
    const faults = plan(3, 2);
    expect(faults.map(({ atMs }) => atMs)).toEqual(faults.map(({ atMs }) => atMs).toSorted((a, b) => a - b));
    for (const fault of faults) expect(fault.atMs + ('forMs' in fault ? fault.forMs : 0)).toBeLessThanOrEqual(120_001);
  });

  test('kills come every 2 to 5 seconds', () => {
    const kills = plan(3, 9).filter(({ kind }) => kind === 'kill');
    const gaps = kills.slice(1).map(({ atMs }, index) => atMs - (kills[index]?.atMs ?? 0));
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(1_999);
    expect(Math.max(...gaps)).toBeLessThanOrEqual(5_001);
  });
});

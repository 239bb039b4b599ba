import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { EXAMPLE_A as A, EXAMPLE_B as B, buildInput, dateAfter, steady, type TestArm } from '../../testing/build-input.ts';
import { mulberry32 } from '../numerics/index.ts';
import { evaluateAbTest } from './evaluate-test.ts';
import type { AbTestInput } from './input.ts';
import { inputHash } from './input-hash.ts';

const FORCE = { by: 'ana', reason: 'launch tomorrow' };
const verdict = (input: AbTestInput) => evaluateAbTest(input).verdict;

/** Random but plausible arms. */
const arms = fc
  .tuple(fc.integer({ min: 2, max: 5 }), fc.integer({ min: 1, max: 12 }), fc.integer())
  .map(([count, days, seed]): TestArm[] => {
    const random = mulberry32(seed);
    const column = (f: () => number) => Array.from({ length: days }, f);
    return Array.from({ length: count }, () => {
      const imp = column(() => Math.floor(random() * 2000));
      const rate = 0.02 + 0.05 * random();
      const clk = imp.map((n) => Math.floor(n * rate * (0.5 + random())));
      return {
        imp,
        clk,
        spend: clk.map((c) => c * 50 + Math.floor(random() * 100)),
        rev: clk.map((c) => Math.floor(c * 400 * random())),
      };
    });
  });

describe('any input', () => {
  const rotate = <T>(list: readonly T[]): T[] => [...list.slice(1), ...list.slice(0, 1)];

  it('P12 R14 rows in any order give byte-identical JSON and the same hash', () => {
    fc.assert(
      fc.property(arms, (list) => {
        const input = buildInput(list);
        const shuffled = { ...input, rows: rotate(input.rows.toReversed()) };
        expect(JSON.stringify(evaluateAbTest(shuffled))).toBe(JSON.stringify(evaluateAbTest(input)));
        expect(inputHash(shuffled)).toBe(inputHash(input));
      }),
      { seed: 1 },
    );
  });

  it('P1 permuting variants permutes the snapshot and leaves test and verdict', () => {
    fc.assert(
      fc.property(arms, (list) => {
        const input = buildInput(list);
        const [one, two] = [evaluateAbTest(input), evaluateAbTest({ ...input, variants: rotate(input.variants) })];
        expect(two.metrics_snapshot).toEqual(rotate(one.metrics_snapshot));
        expect(two.statistical_results).toEqual(one.statistical_results);
        expect({ ...two.verdict, deficits: [] }).toEqual({ ...one.verdict, deficits: [] });
        expect(two.composite_scores).toEqual(one.composite_scores);
      }),
      { seed: 1 },
    );
  });

  it('P2 R29 the unit of money changes no comparison', () => {
    fc.assert(
      fc.property(arms, (list) => {
        const times100 = list.map((arm) => ({
          ...arm,
          spend: (arm.spend ?? []).map((s) => s * 100),
          rev: (arm.rev ?? []).map((r) => (r ?? 0) * 100),
        }));
        const [one, two] = [evaluateAbTest(buildInput(list)), evaluateAbTest(buildInput(times100))];
        expect(two.verdict.state).toBe(one.verdict.state);
        for (const [i, pair] of one.statistical_results.pairwise.entries()) {
          expect(two.statistical_results.pairwise[i]?.p_value ?? 1).toBeCloseTo(pair.p_value ?? 1, 9);
        }
        for (const [name, score] of Object.entries(one.composite_scores))
          expect(two.composite_scores[name] ?? -1).toBeCloseTo(score ?? -1, 9);
      }),
      { seed: 1 },
    );
  });

  it('R2 survives JSON: every number finite or null', () => {
    fc.assert(
      fc.property(arms, (list) => {
        const result = evaluateAbTest(buildInput(list));
        expect(JSON.parse(JSON.stringify(result))).toEqual(
          structuredClone({ ...result, composite_scores: { ...result.composite_scores } }),
        );
      }),
      { seed: 1 },
    );
  });

  it('P7 another variant never changes how two others compare', () => {
    fc.assert(
      fc.property(arms, (list) => {
        const [first, second] = list;
        if (!first || !second) return;
        const pairs = (input: AbTestInput) =>
          evaluateAbTest(input).statistical_results.pairwise.filter(
            ({ a, b, metric }) => a === 'a' && b === 'b' && metric === 'ctr',
          );
        const [all] = pairs(buildInput(list));
        const [alone] = pairs(buildInput([first, second]));
        expect({ ...all, p_holm: 0 }).toEqual({ ...alone, p_holm: 0 });
      }),
      { seed: 1 },
    );
  });

  it('no rows, no impressions, one missing variant, one variant alone: a verdict all the same', () => {
    expect(verdict(buildInput([A]))).toMatchObject({ state: 'inconclusive', winner: null });
    const none = buildInput([A, B], {}, { rows: [] });
    expect(verdict(none)).toMatchObject({ state: 'needs_more_data', winner: null, leader: null });
    expect(verdict({ ...none, now: '2027-06-01T00:00:00Z' })).toMatchObject({
      state: 'inconclusive',
      reason: 'horizon_reached',
      final: true,
    });
    expect(verdict(buildInput([A, steady(7, 0, 0)]))).toMatchObject({
      state: 'needs_more_data',
      reason: 'insufficient_impressions',
    });
  });
});

describe('the input hash', () => {
  const input = buildInput([A, B]);

  it('R14 stays while nothing changed within the day, and moves with anything that matters', () => {
    const hash = inputHash(input);
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
    const later = { ...input, now: input.now.replace('T12', 'T18') };
    expect(inputHash(later)).toBe(hash);
    expect(JSON.stringify(evaluateAbTest(later))).toBe(JSON.stringify(evaluateAbTest(input)));
    const [first, ...rest] = input.rows;
    const restated = first ? [{ ...first, inlineLinkClicks: first.inlineLinkClicks + 1 }, ...rest] : [];
    const changes: AbTestInput[] = [
      { ...input, rows: restated },
      { ...input, force: FORCE },
      { ...input, now: input.now.replace('-09T', '-10T') },
      { ...input, test: { ...input.test, minimumEffect: 0.1 } },
    ];
    expect(new Set([hash, ...changes.map(inputHash)]).size).toBe(5);
  });

  it('R14 moves with the clock while the embargo’s hours run, because the answer names them', () => {
    const early = { ...input, now: `${dateAfter(1)}T10:00:00Z` };
    expect(inputHash(early)).not.toBe(inputHash({ ...early, now: `${dateAfter(1)}T10:01:00Z` }));
  });
});

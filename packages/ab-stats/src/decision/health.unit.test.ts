import { describe, expect, it } from '@jest/globals';
import { EXAMPLE_A as A, EXAMPLE_B as B, buildInput, steady, type TestArm } from '../../testing/build-input.ts';
import { evaluateAbTest } from './evaluate-test.ts';
import type { AbTestInput } from './input.ts';

const FORCE = { by: 'ana', reason: 'launch tomorrow' };
const verdict = (input: AbTestInput) => evaluateAbTest(input).verdict;

describe('force', () => {
  const weak = [steady(8, 1000, 22), steady(8, 1000, 20)];

  it('R21 names actor and reason, keeps significance honest, and blocks publishing by itself', () => {
    const forced = verdict(buildInput(weak, {}, { force: FORCE }));
    expect(forced).toMatchObject({
      state: 'winner',
      reason: 'forced',
      forced: FORCE,
      significant: false,
      auto_publish: { allowed: false },
    });
    expect(forced.flags).toContain('forced');
    expect(forced.auto_publish.blocked_by).toContain('forced');
  });

  it('R21 without an actor or a reason it does nothing', () => {
    for (const force of [
      { by: ' ', reason: 'x' },
      { by: 'ana', reason: '' },
    ]) {
      const seen = verdict(buildInput(weak, {}, { force }));
      expect(seen).toMatchObject({ state: 'inconclusive', forced: null });
      expect(seen.flags).toContain('force_refused');
    }
  });
});

describe('health', () => {
  const split = { design: 'split_test' as const };
  const withReach = (a: number, b: number, arms: readonly TestArm[] = [A, B]) => {
    const input = buildInput(arms, split);
    return { ...input, variants: input.variants.map((variant, i) => ({ ...variant, reach: i === 0 ? a : b })) };
  };

  it.each([
    [10_450, 9550, 'invalid', []],
    [10_300, 9700, 'invalid', []],
    [10_130, 9870, 'winner', []],
    [10_190, 9810, 'winner', ['srm_warning']],
    // 0.8 points off with a vanishing p: inside the dead band.
    [1_016_000, 984_000, 'winner', ['srm_warning']],
  ])('R24 reach %d against %d in a split test is %s', (a, b, state, warnings) => {
    const seen = verdict(withReach(a, b));
    expect(seen.state).toBe(state);
    expect(seen.flags.filter((flag) => flag === 'srm_warning')).toEqual(warnings);
  });

  it('R24 impressions and spend get no p-value; far from plan they cannot be compared', () => {
    const lopsided = verdict(buildInput([steady(8, 4000, 200), steady(8, 1000, 40)], split));
    expect(lopsided).toMatchObject({ state: 'invalid', reason: 'not_comparable' });
    const shifted = verdict(buildInput([steady(8, 2600, 200, { spend: 100 }), steady(8, 1500, 40, { spend: 100 })], split));
    expect(shifted.flags).toContain('share_deviation');
  });

  it('R24 ads in one ad set have no plan, so no sample-ratio test', () => {
    const { statistical_results, verdict: seen } = evaluateAbTest(buildInput([steady(8, 4000, 200), steady(8, 1000, 40)]));
    expect(statistical_results.delivery).toMatchObject({ srm: null, impression_share_deviation: null });
    expect(seen).toMatchObject({ design: 'observational' });
    expect(seen.design_text).toContain('Meta chose who saw each ad');
  });

  it('R25 a lead that turns round once the audience is held equal blocks publishing by itself', () => {
    const segments = [
      ['a', 'F', 4000, 200],
      ['a', 'M', 1000, 20],
      ['b', 'F', 1000, 55],
      ['b', 'M', 4000, 88],
    ].map(([variantId, segment, impressions, clicks]) => ({
      variantId: String(variantId),
      segment: String(segment),
      impressions: Number(impressions),
      clicks: Number(clicks),
    }));
    const seen = verdict(buildInput([A, B], {}, { segments }));
    expect(seen.flags).toEqual(expect.arrayContaining(['composition_differs_strongly', 'divergent_delivery']));
    expect(seen.auto_publish).toEqual({ allowed: false, blocked_by: ['divergent_delivery'] });
  });

  it('R26 a large lift on few clicks is suspicious', () => {
    expect(verdict(buildInput([steady(4, 2000, 20), steady(4, 2000, 10)])).flags).toContain('twyman');
    expect(verdict(buildInput([A, B])).flags).not.toContain('twyman');
  });

  it('R27 a lead that fades is reported, with frequency and learning phase', () => {
    const fading = { imp: Array(14).fill(2000), clk: [...Array(7).fill(160), ...Array(7).fill(82)] };
    const { verdict: seen, statistical_results, metrics_snapshot } = evaluateAbTest(buildInput([fading, steady(14, 2000, 80)]));
    expect(seen.flags).toContain('trend_warning');
    expect(statistical_results.trends[0]).toMatchObject({ warning: true, direction: 'fading' });
    expect(metrics_snapshot[0]).toMatchObject({ daily_frequency: 1, learning_phase: false });
    expect(evaluateAbTest(buildInput([steady(7, 1000, 10), steady(7, 1000, 10)])).metrics_snapshot[0]?.learning_phase).toBe(true);
  });

  it('zero spend is an anomaly and drops CPC', () => {
    const result = evaluateAbTest(buildInput([{ ...A, spend: A.imp.map(() => 0) }, B]));
    expect(result.verdict.flags).toContain('zero_spend');
    expect(Object.keys(result.statistical_results.composite.weights)).not.toContain('cpc');
  });

  it('R30 equal scores are a practical tie in a fixed order', () => {
    const { statistical_results, verdict: seen } = evaluateAbTest(
      buildInput([steady(8, 1000, 50), steady(8, 1000, 50), steady(8, 1001, 50)]),
    );
    expect(statistical_results.composite.order).toEqual(['a', 'b', 'c']);
    expect(statistical_results.composite.note).toContain('mostly a click-rate score');
    expect(seen.flags).toContain('practical_tie');
  });
});

import { describe, expect, it } from '@jest/globals';
import { EXAMPLE_A as A, EXAMPLE_B as B, buildInput, dateAfter, steady, type TestArm } from '../../testing/build-input.ts';
import { evaluateAbTest } from './evaluate-test.ts';
import type { AbTestInput } from './input.ts';

const SIMPSON: TestArm[] = [
  { imp: [9000, 8000, 3000, 1000, 500], clk: [270, 240, 60, 18, 8] },
  { imp: [1000, 2000, 7000, 9000, 9500], clk: [35, 68, 161, 180, 171] },
];
const verdict = (input: AbTestInput) => evaluateAbTest(input).verdict;

describe('the brief’s example', () => {
  const result = evaluateAbTest(buildInput([A, B]));

  it('R3 has chi-square 26.0417, p 3.34e-7, and is significant', () => {
    expect(result.statistical_results).toMatchObject({
      method: 'pearson',
      significant: true,
      confidence: '95%',
      alpha: 0.05,
      df: 1,
    });
    expect(result.statistical_results.chi2).toBeCloseTo(26.0416667, 7);
    expect(result.statistical_results.p_value).toBeCloseTo(3.34128e-7, 12);
  });

  it('R28 scores 1.0000 and 0.6956, by ad and by clip', () => {
    expect(result.composite_scores).toMatchObject({ 'ad-a': 1, 'clip-a': 1, 'ad-b': expect.closeTo(0.695556, 6) });
  });

  it('names the best performer with its evidence', () => {
    expect(result.verdict).toMatchObject({
      state: 'winner',
      final: true,
      winner: { variant_id: 'a', clip_id: 'clip-a', ad_id: 'ad-a' },
      early: false,
      small_effect: false,
      forced: null,
      flags: ['spend_unequal'],
      auto_publish: { allowed: true, blocked_by: [] },
    });
    expect(result.verdict.expected_lift).toBeCloseTo(0.506, 3);
  });

  it('shows rates in percent and currency units', () => {
    expect(result.metrics_snapshot[0]).toMatchObject({
      impressions: 5000,
      clicks: 250,
      spend_cents: 50_000,
      ctr: 5,
      cpc: 2,
      roas: 4.5,
    });
    expect(evaluateAbTest(buildInput([A, B], {}, { currencyOffset: 1 })).metrics_snapshot[0]?.cpc).toBe(200);
  });

  it('R8 recomputes its whole path from the rows of today', () => {
    const looks = result.statistical_results.paths[0]?.looks ?? [];
    expect(looks.map(({ p }) => p)).toEqual(
      [0.0548008, 0.01765987, 0.00499644, 0.00074722, 0.00012585].map((p) => expect.closeTo(p, 7)),
    );
    expect(looks.at(-1)?.lo).toBeCloseTo(0.214768, 6);
    const restated = evaluateAbTest(buildInput([A, { ...B, clk: [40, 40, 40, 23, 19, 24, 21] }]));
    expect(restated.statistical_results.paths[0]?.looks[0]?.p).toBe(1);
    expect(restated.verdict.state).not.toBe('winner');
  });

  it('R2 every p comes with its logarithm', () => {
    const { pairwise, log10p } = result.statistical_results;
    expect(log10p).toBeCloseTo(-6.476087, 6);
    for (const { p_value, log10p: log } of pairwise) expect(10 ** (log ?? 0)).toBeCloseTo(p_value ?? 0, 12);
  });
});

describe('which verdict', () => {
  it('R10 needs every rival beaten: second best close behind is not enough', () => {
    const close = evaluateAbTest(buildInput([A, { ...A, clk: A.clk.map((c) => c - 1) }, B]));
    expect(close.verdict).toMatchObject({
      state: 'inconclusive',
      reason: 'not_significant_yet',
      winner: null,
      leader: { variant_id: 'a' },
    });
  });

  it('R10 the best score alone is not a win', () => {
    const { verdict: seen, composite_scores } = evaluateAbTest(
      buildInput([steady(8, 1000, 20, { rev: 90_000 }), steady(8, 1000, 20, { rev: 100 })]),
    );
    expect(composite_scores).toMatchObject({ 'ad-a': 1 });
    expect(seen.state).toBe('inconclusive');
  });

  it('R4 no clicks at all, or nothing but clicks, has no winner, not even by force', () => {
    for (const clk of [0, 1000]) {
      const result = evaluateAbTest(
        buildInput([steady(8, 1000, clk), steady(8, 1000, clk)], {}, { force: { by: 'ana', reason: 'launch' } }),
      );
      expect(result.statistical_results).toMatchObject({
        chi2: null,
        p_value: null,
        reason: clk === 0 ? 'no_clicks' : 'all_clicks',
      });
      expect(result.verdict.winner).toBeNull();
    }
  });

  it('R5 low counts are tested exactly and say so', () => {
    const pair = evaluateAbTest(buildInput([steady(1, 1000, 3), steady(1, 1000, 6)]));
    expect(pair.statistical_results).toMatchObject({ method: 'fisher', low_counts: true, seed: null });
    expect(pair.verdict.flags).toContain('low_counts');
    const three = evaluateAbTest(buildInput([steady(1, 1000, 3), steady(1, 1000, 6), steady(1, 1000, 2)]));
    expect(three.statistical_results).toMatchObject({ method: 'permutation', seed: 42 });
  });

  it('R6 days decide, totals only warn', () => {
    const { verdict: seen, statistical_results } = evaluateAbTest(buildInput(SIMPSON));
    expect(statistical_results.pairwise[0]).toMatchObject({
      ratio: expect.closeTo(0.8759, 4),
      pooled: { lift: expect.closeTo(0.2846, 3) },
    });
    expect(seen.flags).toContain('simpson_warning');
    expect(seen.leader?.variant_id).toBe('b');
    expect(seen.state).not.toBe('winner');
  });

  it('R7 the fixed p is the more careful of model and days; with fewer than five days the model’s alone', () => {
    const [many] = evaluateAbTest(buildInput([A, B])).statistical_results.pairwise;
    expect(many?.p_value).toBe(Math.max(many?.p_model ?? 9, many?.p_robust ?? 9));
    const few = evaluateAbTest(buildInput(SIMPSON.map(({ imp, clk }) => ({ imp: imp.slice(0, 4), clk: clk.slice(0, 4) }))));
    expect(few.statistical_results.pairwise[0]).toMatchObject({ p_robust: null, variance_source: 'totals_lower_bound' });
    expect(few.verdict.flags).toContain('model_based_variance');
  });

  it('R15 contradicting numbers make it invalid', () => {
    const bad = verdict(buildInput([A, { ...B, clk: [9000, 1, 1, 1, 1, 1, 1] }], {}, { force: { by: 'ana', reason: 'launch' } }));
    expect(bad).toMatchObject({
      state: 'invalid',
      reason: 'data_error',
      winner: null,
      health: { problems: [{ code: 'clicks_above_impressions' }] },
    });
  });

  it('R16 revenue unknown for one drops ROAS for all and says so; the score is renormalised', () => {
    const result = evaluateAbTest(buildInput([{ ...A, rev: A.imp.map(() => null) }, B]));
    expect(result.composite_scores['ad-b']).toBeCloseTo(0.68, 9);
    expect(result.statistical_results.composite.weights).toEqual({ ctr: expect.closeTo(0.6, 12), cpc: expect.closeTo(0.4, 12) });
    expect(result.verdict.flags).toContain('roas_dropped');
    expect(result.metrics_snapshot[0]).toMatchObject({ roas: null, revenue_cents: null });
  });

  it('R17 the embargo lists what each variant lacks', () => {
    const seen = verdict(buildInput([steady(2, 600, 30), { imp: [600, 399], clk: [30, 30] }]));
    expect(seen).toMatchObject({ state: 'needs_more_data', reason: 'insufficient_impressions', final: false });
    expect(seen.deficits.map(({ missing_impressions }) => missing_impressions)).toEqual([0, 1]);
  });

  it('R19 before seven full days it is early and does not publish by itself', () => {
    const firstSix = [A, B].map((arm) => ({ imp: arm.imp.slice(0, 6), clk: arm.clk.slice(0, 6) }));
    expect(verdict(buildInput(firstSix))).toMatchObject({
      state: 'winner',
      early: true,
      auto_publish: { allowed: false, blocked_by: ['early'] },
    });
    expect(verdict(buildInput(firstSix, { mayPublishEarly: true })).auto_publish.allowed).toBe(true);
  });

  it('R20 the horizon without a winner is inconclusive, and later rows change nothing', () => {
    const equal = buildInput([steady(30, 100, 5), steady(30, 100, 5)], { horizonDays: 28 });
    expect(verdict(equal)).toMatchObject({ state: 'inconclusive', reason: 'horizon_reached', final: true, winner: null });
    const cut = { ...equal, rows: equal.rows.filter(({ date }) => date < dateAfter(28)) };
    expect(JSON.stringify(evaluateAbTest(cut))).toBe(JSON.stringify(evaluateAbTest(equal)));
  });

  it('calls ads alike when every difference is surely below 5 %', () => {
    const seen = verdict(buildInput([steady(14, 900_000, 90_000), steady(14, 900_000, 90_000)], { primaryMetric: 'ctr' }));
    expect(seen).toMatchObject({ state: 'no_difference', final: true });
  });

  it('marks a winner whose lead may be too small to matter', () => {
    const seen = verdict(buildInput([steady(14, 100_000, 5150), steady(14, 100_000, 5000)]));
    expect(seen).toMatchObject({ state: 'winner', small_effect: true });
  });

  it('a clear click rate with a clearly worse return is a conflict for a person', () => {
    const clicky = steady(10, 2000, 120, { spend: 6000, rev: 3000 });
    const earning = { ...steady(10, 2000, 60, { spend: 6000, rev: 60_000 }), conversions: Array.from({ length: 10 }, () => 50) };
    const seen = verdict(buildInput([{ ...clicky, conversions: Array.from({ length: 10 }, () => 50) }, earning]));
    expect(seen).toMatchObject({
      state: 'conflict',
      reason: 'guardrail_worse',
      worse_on: ['roas'],
      winner: null,
      leader: { variant_id: 'a' },
    });
  });

  it('the composite disagreeing beyond doubt is a conflict too', () => {
    const clicky = steady(10, 2000, 120, { spend: 6000, rev: 3000 });
    const seen = verdict(
      buildInput(
        [clicky, steady(10, 2000, 60, { spend: 6000, rev: 60_000 })].map((arm) => ({
          ...arm,
          conversions: arm.imp.map(() => 0),
        })),
      ),
    );
    expect(seen).toMatchObject({ state: 'conflict', reason: 'composite_disagrees', score_leader: { variant_id: 'b' } });
  });

  it('a lead that changed hands beyond doubt is no win for either', () => {
    const early = Array.from({ length: 8 }, () => 1000);
    const flip = [...Array(8).fill(100), ...Array(16).fill(20)];
    const flop = [...Array(8).fill(20), ...Array(16).fill(100)];
    const imp = [...early, ...Array(16).fill(1000)];
    const seen = verdict(
      buildInput([
        { imp, clk: flip },
        { imp, clk: flop },
      ]),
    );
    expect(seen.state).not.toBe('winner');
    expect(seen.flags).toContain('trend_warning');
  });
});

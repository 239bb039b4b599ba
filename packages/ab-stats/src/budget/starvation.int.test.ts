import { describe, expect, it } from '@jest/globals';
import { makeDice } from '../../testing/simulate.ts';
import { uniformPosterior } from '../bayes/beta-pair.ts';
import { quickBestOf } from '../bayes/quick-best-of.ts';
import { type BanditArm, banditStep } from './bandit-step.ts';
import { armsToPause, type DailyLook } from './pause-rule.ts';

const RUNS = 500;
const DAYS = 28;
const IMPRESSIONS_A_DAY = 6000;
const BUDGET_CENTS = 15_000;
const CTR = 0.015;

/** Weekday seasonality of ± 25 %: what a starved arm shows depends on the days it was shown. */
const season = (day: number) => 1 + 0.25 * Math.sin((2 * Math.PI * day) / 7);

interface Outcome {
  readonly paused: readonly string[];
  readonly budgets: readonly number[];
}

function runBandit(lifts: readonly number[], seed: number): Outcome {
  const dice = makeDice(seed);
  let arms = lifts.map(
    (_, i): BanditArm => ({
      id: `arm-${i}`,
      impressions: 0,
      clicks: 0,
      conversions: 0,
      budgetCents: BUDGET_CENTS / lifts.length,
      isPaused: false,
    }),
  );
  const looks: DailyLook[] = [];
  for (let day = 0; day < DAYS; day++) {
    arms = arms.map((arm, i) => {
      const shown = arm.isPaused ? 0 : Math.round((IMPRESSIONS_A_DAY * arm.budgetCents) / BUDGET_CENTS);
      const clicks = dice.binomial(shown, CTR * (lifts[i] ?? 1) * season(day));
      return { ...arm, impressions: arm.impressions + shown, clicks: arm.clicks + clicks };
    });
    const active = arms.filter(({ isPaused }) => !isPaused);
    const { pBest } = quickBestOf(active.map(({ clicks, impressions }) => uniformPosterior([clicks, impressions])));
    looks.push(Object.fromEntries(active.map(({ id }, i) => [id, pBest[i] ?? 0])));
    arms = reallocate(arms, armsToPause(looks), day + 1);
  }
  return {
    paused: arms.filter(({ isPaused }) => isPaused).map(({ id }) => id),
    budgets: arms.map(({ budgetCents }) => budgetCents),
  };
}

function reallocate(arms: readonly BanditArm[], toPause: readonly string[], days: number): BanditArm[] {
  const paused = arms.map((arm) => (toPause.includes(arm.id) ? { ...arm, isPaused: true } : arm));
  const rules = {
    optimise: 'clicks',
    minimumCents: 100,
    changedToday: false,
    isUnderInference: false,
    isCbo: false,
    isKilled: false,
  } as const;
  const decision = banditStep({ arms: paused, elapsedHours: 24 * days, ...rules });
  if (decision.do === 'keep') return paused;
  const after = new Map(decision.audit.posterior.map(({ id }, i) => [id, decision.audit.afterCents[i] ?? 0]));
  return paused.map((arm) => ({ ...arm, budgetCents: after.get(arm.id) ?? arm.budgetCents }));
}

describe('a bandit under weekday seasonality, 500 runs of 28 days', () => {
  it('R33 hardly ever pauses one of three equal arms', () => {
    const runs = Array.from({ length: RUNS }, (_, run) => runBandit([1, 1, 1], 3300 + run));
    expect(runs.filter(({ paused }) => paused.length > 0).length / RUNS).toBeLessThanOrEqual(0.02);
  });

  it('R33 never pauses the arm that is 20 % better, and gives it the most', () => {
    const runs = Array.from({ length: RUNS }, (_, run) => runBandit([1, 1.2, 1], 4400 + run));
    expect(runs.some(({ paused }) => paused.includes('arm-1'))).toBe(false);
    const largest = runs.filter(({ budgets: [a = 0, b = 0, c = 0] }) => b > a && b > c).length;
    expect(largest / RUNS).toBeGreaterThanOrEqual(0.99);
    const share = runs.reduce((sum, { budgets }) => sum + (budgets[1] ?? 0) / BUDGET_CENTS, 0) / RUNS;
    expect(share).toBeGreaterThanOrEqual(0.8);
  });
});

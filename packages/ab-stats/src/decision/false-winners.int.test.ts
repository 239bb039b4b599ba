import { describe, expect, it } from '@jest/globals';
import type { TestArm } from '../../testing/build-input.ts';
import { dailyLooks, makeDice, simulateArms, type Truth } from '../../testing/simulate.ts';
import { chiSquare } from '../proportions/chi-square.ts';
import { evaluateAbTest } from './evaluate-test.ts';

/** Who is named first when the test is evaluated every day. */
function firstWinner(arms: readonly TestArm[]): string | null {
  for (const input of dailyLooks(arms)) {
    const { winner } = evaluateAbTest(input).verdict;
    if (winner) return winner.variant_id;
  }
  return null;
}

/** Share of runs in which some daily look names a winner that `counts`. */
function winnerShare(truth: Truth, runs: number, seed: number, counts = (_: string) => true): number {
  const dice = makeDice(seed);
  const winners = Array.from({ length: runs }, () => firstWinner(simulateArms(truth, dice)));
  return winners.filter((winner) => winner !== null && counts(winner)).length / runs;
}

/** The product brief's own rule: omnibus p < .05 on any day after the embargo, highest rate wins. */
function briefNamesWinner(arms: readonly TestArm[]): boolean {
  const shown = arms.map(() => 0);
  const clicked = arms.map(() => 0);
  return (arms[0]?.imp ?? []).some((_, day) => {
    for (const [i, { imp, clk }] of arms.entries()) {
      shown[i] = (shown[i] ?? 0) + (imp[day] ?? 0);
      clicked[i] = (clicked[i] ?? 0) + (clk[day] ?? 0);
    }
    return day >= 1 && (chiSquare(clicked, shown).p ?? 1) < 0.05;
  });
}

const equalArms: Truth = { arms: 3, days: 14, impressions: () => 5000 / 3, rate: () => 0.015 };

/** Delivery moves from arm 0 to arm 1, 90 to 10 %, while the click rate of both falls. */
const drift: Truth = {
  arms: 2,
  days: 14,
  impressions: (arm, day) => 4000 * (arm === 0 ? 0.9 - (0.8 * day) / 13 : 0.1 + (0.8 * day) / 13),
  rate: (_, day) => 0.03 - (0.015 * day) / 13,
};

const noisy: Truth = {
  arms: 2,
  days: 14,
  impressions: () => 2000,
  rate: (_, __, dice) => 0.02 * Math.exp(0.1 * dice.normal() - 0.005),
};

describe('equal ads, looked at every day', () => {
  it('P11 three of them name a winner in at most 5 % of 2,000 runs; the brief’s rule in 15 % or more', () => {
    expect(winnerShare(equalArms, 2000, 11)).toBeLessThanOrEqual(0.01);
    const dice = makeDice(11);
    const byBrief = Array.from({ length: 2000 }, () => briefNamesWinner(simulateArms(equalArms, dice))).filter(Boolean).length;
    expect(byBrief / 2000).toBeGreaterThanOrEqual(0.15);
  });

  it.each<[string, Truth]>([
    ['R34 (a) independent days', { ...equalArms, arms: 2, impressions: () => 2000, rate: () => 0.02 }],
    ['R34 (b) delivery drifting from 90 to 10 %', drift],
    ['R34 (c) days differing by 10 %', noisy],
  ])('%s: at most 5 %% false winners', (_, truth) => {
    expect(winnerShare(truth, 1000, 34)).toBeLessThanOrEqual(0.05);
  });

  it('R34 the drift scenario is a trap: totals alone fall into it', () => {
    const dice = makeDice(34);
    const fooled = Array.from({ length: 300 }, () => {
      const arms = simulateArms(drift, dice);
      const sum = (column: readonly number[]) => column.reduce((total, value) => total + value, 0);
      return (
        (chiSquare(
          arms.map(({ clk }) => sum(clk)),
          arms.map(({ imp }) => sum(imp)),
        ).p ?? 1) < 0.05
      );
    }).filter(Boolean).length;
    expect(fooled / 300).toBeGreaterThan(0.5);
  });
});

describe('one ad really better', () => {
  it('R35 by 30 %, 2,000 impressions a day, CTR 2 %: found within 14 days in at least 85 % of runs', () => {
    const truth: Truth = { arms: 2, days: 14, impressions: () => 2000, rate: (arm) => (arm === 0 ? 0.026 : 0.02) };
    expect(winnerShare(truth, 600, 35, (id) => id === 'a')).toBeGreaterThanOrEqual(0.85);
  });
});

import type { AbTestInput } from '../src/decision/input.ts';
import { mulberry32, normQuantile } from '../src/numerics/index.ts';
import { buildInput, dateAfter, type TestArm } from './build-input.ts';

/** A seeded source of the random numbers a simulated ad account needs. */
export interface Dice {
  readonly uniform: () => number;
  readonly normal: () => number;
  /** Clicks of `n` impressions: normal approximation where it is exact enough, else one impression after the other. */
  readonly binomial: (n: number, p: number) => number;
}

const EXACT_BELOW = 12;

export function makeDice(seed: number): Dice {
  const uniform = mulberry32(seed);
  const normal = () => normQuantile(Math.max(1e-12, uniform()));
  const binomial = (n: number, p: number) => {
    const mean = n * p;
    if (mean < EXACT_BELOW) {
      // Geometric gaps between clicks: as many draws as clicks.
      let [clicks, at] = [0, 0];
      const lnMiss = Math.log1p(-p);
      for (;;) {
        at += Math.floor(Math.log(1 - uniform()) / lnMiss) + 1;
        if (at > n) return clicks;
        clicks += 1;
      }
    }
    const drawn = Math.round(mean + normal() * Math.sqrt(mean * (1 - p)));
    return Math.min(n, Math.max(0, drawn));
  };
  return { uniform, normal, binomial };
}

/** What the ads are really like: rate and impressions of an arm on a day. */
export interface Truth {
  readonly arms: number;
  readonly days: number;
  readonly impressions: (arm: number, day: number) => number;
  readonly rate: (arm: number, day: number, dice: Dice) => number;
}

export function simulateArms({ arms, days, impressions, rate }: Truth, dice: Dice): TestArm[] {
  return Array.from({ length: arms }, (_, arm) => {
    const imp = Array.from({ length: days }, (__, day) => Math.round(impressions(arm, day)));
    return { imp, clk: imp.map((n, day) => dice.binomial(n, Math.min(1, rate(arm, day, dice)))) };
  });
}

/** The same test as it stood at noon of each day, first verdict possible on day 3. */
export function dailyLooks(arms: readonly TestArm[], metrics: AbTestInput['test']['metrics'] = ['ctr']): AbTestInput[] {
  const input = buildInput(arms, { metrics });
  const days = arms[0]?.imp.length ?? 0;
  return Array.from({ length: days - 2 }, (_, look) => ({ ...input, now: `${dateAfter(look + 3)}T12:00:00Z` }));
}

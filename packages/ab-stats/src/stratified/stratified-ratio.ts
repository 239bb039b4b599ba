import { lnTTwoSided, type PValue, pFromLn, t975 } from '../numerics/index.ts';

/** One day of two arms: numerator and exposure of each. CTR: clicks of impressions; CPC: clicks of spend; ROAS: revenue of spend. */
export interface RatioDay {
  readonly yA: number;
  readonly xA: number;
  readonly yB: number;
  readonly xB: number;
}

export interface StratifiedRatio extends PValue {
  readonly ratio: number;
  readonly seLn: number;
  readonly t: number;
  readonly df: number;
  readonly lo: number;
  readonly hi: number;
}

/**
 * The ratio of two arms' rates, compared within each day only, with a variance taken from how the days disagree: the statistic
 * that decides for CTR, CPC and ROAS. Days on which either arm had no exposure are left out; null with fewer than two others, or when
 * either side sums to 0.
 */
export function stratifiedRatio(all: readonly RatioDay[]): StratifiedRatio | null {
  const days = all.filter(({ xA, xB }) => xA > 0 && xB > 0);
  const pairs = days.map(({ yA, xA, yB, xB }) => [(yA * xB) / (xA + xB), (yB * xA) / (xA + xB)] as const);
  const sumA = pairs.reduce((sum, [a]) => sum + a, 0);
  const sumB = pairs.reduce((sum, [, b]) => sum + b, 0);
  if (days.length < 2 || sumA === 0 || sumB === 0) return null;
  const df = days.length - 1;
  const disagreement = pairs.reduce((sum, [a, b]) => sum + (a / sumA - b / sumB) ** 2, 0);
  const seLn = Math.sqrt((days.length / df) * disagreement);
  // A difference of logarithms: swapping the arms flips the sign exactly.
  const ln = Math.log(sumA) - Math.log(sumB);
  const t = ln === 0 ? 0 : ln / seLn;
  const half = t975(df) * seLn;
  return { ratio: sumA / sumB, seLn, t, df, ...pFromLn(lnTTwoSided(t, df)), lo: Math.exp(ln - half), hi: Math.exp(ln + half) };
}

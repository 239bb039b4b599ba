import { type PValue, pFromLn, pFromValue } from '../numerics/index.ts';
import { chiSquare, smallestExpected } from '../proportions/chi-square.ts';
import { lnFisherExact } from '../proportions/fisher-exact.ts';
import { PERMUTATION_SEED, permutationP } from '../proportions/permutation-test.ts';
import { ALPHA } from './input.ts';
import type { Arm } from './prepare.ts';

// Below this many expected counts the chi-square distribution is no guide.
const LOW_COUNT = 5;

/** The test over totals that the product promises to show. It does not decide: totals mislead when delivery shifts between days. */
export interface Headline {
  readonly method: 'pearson' | 'fisher' | 'permutation';
  readonly chi2: number | null;
  readonly df: number;
  readonly p_value: number | null;
  readonly log10p: number | null;
  readonly p_asymptotic: number | null;
  readonly significant: boolean;
  readonly confidence: '95%';
  readonly alpha: number;
  readonly low_counts: boolean;
  readonly reason: 'no_clicks' | 'all_clicks' | 'no_impressions' | null;
  /** Of the permutation test's generator; null where none ran. */
  readonly seed: number | null;
}

const COMMON = { confidence: '95%', alpha: ALPHA } as const;

function exactP(clicks: readonly number[], impressions: readonly number[]): PValue {
  const [c1 = 0, c2 = 0] = clicks;
  const [n1 = 0, n2 = 0] = impressions;
  return clicks.length === 2 ? pFromLn(lnFisherExact(c1, n1, c2, n2)) : pFromValue(permutationP(clicks, impressions));
}

/** Chi-square of click rates over the test's totals; exact p where expected counts are below 5. Arms without impressions are left out. */
export function headline(arms: readonly Arm[]): Headline {
  const shown = arms.filter(({ sums }) => sums.impressions > 0);
  const clicks = shown.map(({ sums }) => sums.clicks);
  const impressions = shown.map(({ sums }) => sums.impressions);
  const untested = { method: 'pearson', chi2: null, p_value: null, log10p: null, p_asymptotic: null, seed: null } as const;
  if (shown.length < 2) {
    return {
      ...untested,
      df: Math.max(1, arms.length - 1),
      significant: false,
      ...COMMON,
      low_counts: false,
      reason: 'no_impressions',
    };
  }
  const pearson = chiSquare(clicks, impressions);
  const df = pearson.df;
  if (pearson.chi2 === null) {
    return { ...untested, df, significant: false, ...COMMON, low_counts: true, reason: pearson.reason };
  }
  const isLow = smallestExpected(clicks, impressions) < LOW_COUNT;
  const { p, log10p } = isLow ? exactP(clicks, impressions) : pearson;
  const exactMethod = shown.length === 2 ? 'fisher' : 'permutation';
  return {
    method: isLow ? exactMethod : 'pearson',
    chi2: pearson.chi2,
    df,
    p_value: p,
    log10p,
    p_asymptotic: pearson.p,
    significant: p < ALPHA,
    ...COMMON,
    low_counts: isLow,
    reason: null,
    seed: isLow && exactMethod === 'permutation' ? PERMUTATION_SEED : null,
  };
}

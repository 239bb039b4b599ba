import { chi2Sf, lnChi2Sf, pFromLn } from '../numerics/index.ts';

export type NoTest = 'no_clicks' | 'all_clicks';

export type ChiSquare =
  | { readonly chi2: number; readonly df: number; readonly p: number; readonly log10p: number }
  | { readonly chi2: null; readonly df: number; readonly p: null; readonly log10p: null; readonly reason: NoTest };

export const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

/** Why clicks that are all alike allow no test; null when they do. */
export function untestable(clicks: number, impressions: number): NoTest | null {
  if (clicks === 0) return 'no_clicks';
  return clicks === impressions ? 'all_clicks' : null;
}

/** Pearson's chi-square of k arms' click rates, without continuity correction (Camilli & Hopkins 1978). Clicks and impressions by arm. */
export function chiSquare(clicks: readonly number[], impressions: readonly number[]): ChiSquare {
  const allClicks = total(clicks);
  const allImpressions = total(impressions);
  const used = impressions.filter((n) => n > 0).length;
  const df = Math.max(1, used - 1);
  const reason = untestable(allClicks, allImpressions);
  if (reason) return { chi2: null, df, p: null, log10p: null, reason };
  const rate = allClicks / allImpressions;
  let chi2 = 0;
  for (const [arm, n] of impressions.entries()) {
    if (n === 0) continue;
    const off = (clicks[arm] ?? 0) - n * rate;
    chi2 += (off * off) / (n * rate) + (off * off) / (n * (1 - rate));
  }
  return { chi2, df, ...pFromLn(lnChi2Sf(chi2, df)) };
}

/** The smallest expected count of the table, clicks and non-clicks alike. */
export function smallestExpected(clicks: readonly number[], impressions: readonly number[]): number {
  const rate = total(clicks) / total(impressions);
  return Math.min(...impressions.filter((n) => n > 0)) * Math.min(rate, 1 - rate);
}

/** Chi-square with Yates' correction; for comparison, the product decides without it. */
export function chiSquareYates(c1: number, n1: number, c2: number, n2: number): { chi2: number | null; p: number | null } {
  const clicks = c1 + c2;
  const all = n1 + n2;
  if (untestable(clicks, all)) return { chi2: null, p: null };
  const off = Math.max(0, Math.abs(c1 * (n2 - c2) - (n1 - c1) * c2) - all / 2);
  const chi2 = (all / n1 / n2) * (off / clicks) * (off / (all - clicks));
  return { chi2, p: chi2Sf(chi2, 1) };
}

import { lnNormSf, type PValue, pFromLn } from '../numerics/index.ts';
import { untestable } from './chi-square.ts';
import type { Counts } from './intervals.ts';

/** Pooled two-proportion z of the first rate against the second; null when all clicks are alike. z² is the 2x2 Pearson chi-square. */
export function pooledZ([c1, n1]: Counts, [c2, n2]: Counts): number | null {
  const all = n1 + n2;
  const clicks = c1 + c2;
  if (n1 === 0 || n2 === 0 || untestable(clicks, all)) return null;
  const variance = ((clicks / all) * ((all - clicks) / all) * all) / n1 / n2;
  return (c1 / n1 - c2 / n2) / Math.sqrt(variance);
}

/** Two-sided p of a standard normal z. */
export function normalTwoSided(z: number): PValue {
  return pFromLn(Math.LN2 + lnNormSf(Math.abs(z)));
}

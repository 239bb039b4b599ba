import { lnChi2Sf, lnGamma, type PValue, pFromLn } from '../numerics/index.ts';

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

/** Chi-square of people per arm against the planned split. Arms planned with weight 0 take no part. */
export function srm(observed: readonly number[], weights: readonly number[]): PValue & { chi2: number } {
  const arms = observed.flatMap((count, arm) => ((weights[arm] ?? 0) > 0 ? [{ count, weight: weights[arm] ?? 0 }] : []));
  const people = sum(arms.map(({ count }) => count));
  const planned = sum(arms.map(({ weight }) => weight));
  const chi2 = sum(arms.map(({ count, weight }) => (count - (people * weight) / planned) ** 2 / ((people * weight) / planned)));
  return { chi2, ...(arms.length > 1 ? pFromLn(lnChi2Sf(chi2, arms.length - 1)) : pFromLn(0)) };
}

/** Always-valid version: Bayes factor of a Dirichlet(1, …, 1) split against the planned one (Lindon & Malek, arXiv 2011.03567). */
export function sequentialSrm(observed: readonly number[], weights: readonly number[]): { lnBF: number; p: number } {
  const planned = sum(weights);
  let lnBF = lnGamma(observed.length) - lnGamma(observed.length + sum(observed));
  for (const [arm, count] of observed.entries()) lnBF += lnGamma(1 + count) - count * Math.log((weights[arm] ?? 0) / planned);
  return { lnBF, p: Math.min(1, Math.exp(-lnBF)) };
}

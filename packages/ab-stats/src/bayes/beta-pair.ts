import { lnBeta } from '../numerics/index.ts';
import type { Counts } from '../proportions/intervals.ts';
import type { Beta } from './logit-grid.ts';

const NEGLIGIBLE = 1e-18;

/** Posterior of a click rate under the uniform prior. */
export const uniformPosterior = ([c, n]: Counts): Beta => ({ a: 1 + c, b: 1 + n - c });

function lnTerm(i: number, low: Beta, high: Beta): number {
  return lnBeta(low.a + i, low.b + high.b) - Math.log(high.b + i) - lnBeta(1 + i, high.b) - lnBeta(low.a, low.b);
}

/** Sums `ratio`-chained terms from a first term of 1 until what is left is negligible. */
function chain(first: number, last: number, ratio: (i: number) => number): number {
  const step = last >= first ? 1 : -1;
  let [term, sum] = [1, 0];
  for (let i = first; i !== last && term > sum * NEGLIGIBLE; i += step) {
    term *= ratio(i);
    sum += term;
  }
  return sum;
}

/**
 * P(high > low) of two Beta variables with whole parameters: Evan Miller's closed sum, added outwards from its largest term so that
 * nothing underflows and small probabilities keep their digits.
 */
export function probabilityAbove(low: Beta, high: Beta): number {
  const ratio = (i: number) => ((low.a + i) / (low.a + i + low.b + high.b)) * ((high.b + i) / (i + 1));
  // ratio(i) falls through 1 where (a+i)(b+i) = (a+i+B)(i+1); beyond it terms shrink.
  const last = high.a - 1;
  const crossing = (low.a * (high.b - 1) - low.b - high.b) / (low.b + 1);
  const peak = Math.min(last, Math.max(0, Math.floor(crossing) + 1));
  const sum = 1 + chain(peak, last, ratio) + chain(peak, 0, (i) => 1 / ratio(i - 1));
  return Math.min(1, Math.exp(lnTerm(peak, low, high)) * sum);
}

/** E[(high - low)+]: what is lost, in rate units, by keeping `low` when `high` may be better. */
function expectedLoss(low: Beta, high: Beta): number {
  const highMean = high.a / (high.a + high.b);
  const lowMean = low.a / (low.a + low.b);
  const gain = highMean * probabilityAbove(low, { a: high.a + 1, b: high.b });
  return Math.max(0, gain - lowMean * probabilityAbove({ a: low.a + 1, b: low.b }, high));
}

/** Two arms under the uniform prior: how likely B is the better one, and what either choice would lose on average. */
export function betaPair(a: Counts, b: Counts): { pBgtA: number; lossIfChooseA: number; lossIfChooseB: number } {
  const [postA, postB] = [uniformPosterior(a), uniformPosterior(b)];
  return {
    pBgtA: probabilityAbove(postA, postB),
    lossIfChooseA: expectedLoss(postA, postB),
    lossIfChooseB: expectedLoss(postB, postA),
  };
}

import { lnBeta } from '../numerics/index.ts';

// Tables as likely as the observed one may differ from it by rounding only.
const AS_LIKELY = 1 + 1e-7;
const NEGLIGIBLE = 1e-18;

/** Every table with fixed margins, its probability relative to that of the most likely one; far ones may underflow to 0. */
function relativeProbabilities(c1: number, n1: number, c2: number, n2: number) {
  const clicks = c1 + c2;
  const lowest = Math.max(0, clicks - n2);
  const highest = Math.min(n1, clicks);
  const mode = Math.min(highest, Math.max(lowest, Math.floor(((n1 + 1) * (clicks + 1)) / (n1 + n2 + 2))));
  const up = (x: number) => (((n1 - x) / (x + 1)) * (clicks - x)) / (n2 - clicks + x + 1);
  return { lowest, highest, mode, up };
}

const lnChoose = (n: number, k: number) => -Math.log(n + 1) - lnBeta(n - k + 1, k + 1);

/** ln of the probability that `x` of arm 1's impressions were clicked, the margins given. */
function lnHypergeometric(x: number, n1: number, n2: number, clicks: number): number {
  return lnChoose(n1, x) + lnChoose(n2, clicks - x) - lnChoose(n1 + n2, clicks);
}

/** Sum of a tail starting at `x` with relative probability 1, walking by `ratio` until the rest is negligible. */
function tailSum(x: number, end: number, ratio: (x: number) => number): number {
  const step = end >= x ? 1 : -1;
  let term = 1;
  let sum = 1;
  for (let at = x; at !== end && term > sum * NEGLIGIBLE; at += step) {
    term *= ratio(at);
    sum += term;
  }
  return sum;
}

/**
 * ln of Fisher's exact two-sided p of a 2x2 table: the probability of all tables with these margins that are at most as likely
 * as the observed one.
 */
export function lnFisherExact(c1: number, n1: number, c2: number, n2: number): number {
  const { lowest, highest, mode, up } = relativeProbabilities(c1, n1, c2, n2);
  const down = (x: number) => 1 / up(x - 1);
  const clicks = c1 + c2;
  const observed = lnHypergeometric(c1, n1, n2, clicks);
  const limit = observed + Math.log(AS_LIKELY);
  if (lnHypergeometric(mode, n1, n2, clicks) <= limit) return 0;
  const isLow = c1 < mode;
  const nearTail = isLow ? tailSum(c1, lowest, down) : tailSum(c1, highest, up);
  // The other tail starts at the first table, seen from the mode, that is at most as likely.
  const end = isLow ? highest : lowest;
  let [inside, outside] = [mode, end];
  if (lnHypergeometric(end, n1, n2, clicks) > limit) return observed + Math.log(nearTail);
  while (Math.abs(outside - inside) > 1) {
    const middle = Math.trunc((inside + outside) / 2);
    if (lnHypergeometric(middle, n1, n2, clicks) > limit) inside = middle;
    else outside = middle;
  }
  const first = Math.exp(lnHypergeometric(outside, n1, n2, clicks) - observed);
  return observed + Math.log(nearTail + first * (isLow ? tailSum(outside, highest, up) : tailSum(outside, lowest, down)));
}

/** Fisher's exact two-sided p of clicks c out of n in two arms. */
export function fisherExact(c1: number, n1: number, c2: number, n2: number): number {
  return Math.exp(Math.min(0, lnFisherExact(c1, n1, c2, n2)));
}

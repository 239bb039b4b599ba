import { lnBeta, mulberry32 } from '../numerics/index.ts';
import { total } from './chi-square.ts';

/** Recorded with every result that used it. */
export const PERMUTATION_SEED = 42;
const DRAWS = 20_000;
// Tables as extreme as the observed one may differ from it by rounding only.
const AS_EXTREME = 1 - 1e-9;

const lnChoose = (n: number, k: number) => -Math.log(n + 1) - lnBeta(n - k + 1, k + 1);

/** How one arm draws: of `all` impressions `marked` are clicks, `drawn` belong to the arm. */
interface Urn {
  readonly all: number;
  readonly marked: number;
  readonly drawn: number;
  readonly mode: number;
  readonly atMode: number;
}

function makeUrn(all: number, marked: number, drawn: number): Urn {
  const lowest = Math.max(0, marked - (all - drawn));
  const highest = Math.min(drawn, marked);
  const mode = Math.min(highest, Math.max(lowest, Math.floor(((drawn + 1) * (marked + 1)) / (all + 2))));
  const ln = lnChoose(drawn, mode) + lnChoose(all - drawn, marked - mode) - lnChoose(all, marked);
  return { all, marked, drawn, mode, atMode: Math.exp(ln) };
}

/** A hypergeometric number by inversion, walking outwards from the mode: about one standard deviation of steps. */
function drawFrom(urn: Urn, uniform: number): number {
  const { all, marked, drawn, mode } = urn;
  const unmarked = all - marked - drawn;
  let left = uniform - urn.atMode;
  let [low, high] = [mode, mode];
  let [pLow, pHigh] = [urn.atMode, urn.atMode];
  while (left > 0 && (pLow > 0 || pHigh > 0)) {
    pHigh *= (((drawn - high) / (high + 1)) * (marked - high)) / (unmarked + high + 1);
    high += 1;
    left -= pHigh;
    if (left <= 0) return high;
    pLow *= ((low / (drawn - low + 1)) * (unmarked + low)) / (marked - low + 1);
    low -= 1;
    left -= pLow;
    if (left <= 0) return low;
  }
  return mode;
}

/**
 * p of Pearson's chi-square by permuting who clicked, 20,000 draws from the pinned generator: for more than two arms with
 * expected counts below 5. (1 + hits) / (1 + draws), so never 0 (Phipson & Smyth 2010).
 */
export function permutationP(clicks: readonly number[], impressions: readonly number[]): number {
  const random = mulberry32(PERMUTATION_SEED);
  const urns: Map<number, Urn>[] = impressions.map(() => new Map());
  // With margins fixed, chi-square only varies through sum c²/n.
  const spread = (drawn: readonly number[]) => total(drawn.map((c, arm) => (c * c) / (impressions[arm] || 1)));
  const threshold = spread(clicks) * AS_EXTREME;
  const shuffled = clicks.map(() => 0);
  let hits = 0;
  for (let draw = 0; draw < DRAWS; draw++) {
    let all = total(impressions);
    let marked = total(clicks);
    for (const [arm, n] of impressions.entries()) {
      const known = urns[arm]?.get(marked);
      const urn = known ?? makeUrn(all, marked, n);
      if (!known) urns[arm]?.set(marked, urn);
      const c = drawFrom(urn, random());
      shuffled[arm] = c;
      all -= n;
      marked -= c;
    }
    if (spread(shuffled) >= threshold) hits += 1;
  }
  return (hits + 1) / (DRAWS + 1);
}

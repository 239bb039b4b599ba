import { normalTwoSided, pooledZ } from '../proportions/pooled-z.ts';
import { columnsOf, type PairComparison } from './compare-pair.ts';
import type { Duel } from './gates.ts';
import { ALPHA } from './input.ts';
import type { Arm } from './prepare.ts';

// A lift this large on so few clicks is more often an error than a discovery (Twyman's law).
const TWYMAN_LN_LIFT = Math.log(1.5);
const TWYMAN_CLICKS = 100;

/** |lift| above 50 % with fewer than 100 clicks in an arm. */
export function isSuspicious(all: readonly Duel[]): boolean {
  return all.some(
    ({ pair }) =>
      pair.ln !== null &&
      Math.abs(pair.ln) > TWYMAN_LN_LIFT &&
      Math.min(pair.first.sums.clicks, pair.second.sums.clicks) < TWYMAN_CLICKS,
  );
}

function pooledLn({ first, second, metric }: PairComparison): number {
  const ratio = (arm: Arm) => {
    const { y, x } = columnsOf(arm, metric);
    let [top, bottom] = [0, 0];
    for (let day = 0; day < x.length; day++) {
      top += y[day] ?? 0;
      bottom += x[day] ?? 0;
    }
    return Math.log(top) - Math.log(bottom);
  };
  return ratio(first) - ratio(second);
}

function isPooledSignificant({ first, second, metric }: PairComparison): boolean {
  if (metric !== 'ctr') return false;
  const z = pooledZ([first.sums.clicks, first.sums.impressions], [second.sums.clicks, second.sums.impressions]);
  return z !== null && normalTwoSided(z).p < ALPHA;
}

/** Totals point one way and days the other, and at least one of them means it: delivery shifted between the arms (Simpson). */
export function isSimpson(pair: PairComparison): boolean {
  if (pair.ln === null || pair.ln * pooledLn(pair) >= 0) return false;
  const robustIsSure = pair.robust !== null && pair.robust.p < ALPHA;
  return robustIsSure || (pair.fixed !== null && pair.fixed.p < ALPHA) || isPooledSignificant(pair);
}

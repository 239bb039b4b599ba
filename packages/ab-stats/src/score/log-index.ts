import { t975 } from '../numerics/index.ts';
import { jackknifeError } from '../ratio/ratio-delta.ts';
import { COMPONENTS, type Component, type Scored, WEIGHTS } from './ratio-to-best.ts';

/** Daily columns of one variant. `rev` and `spend` in any one unit. */
export interface DailyColumns {
  readonly imp: ArrayLike<number>;
  readonly clk: ArrayLike<number>;
  readonly spend: ArrayLike<number>;
  readonly rev: ArrayLike<number>;
  /** Spend of the days whose revenue counts, where that is not every day. */
  readonly revSpend?: ArrayLike<number>;
}

/** Weighted log of a variant's metrics; the index of A against B is the difference of two. Not finite when a component is 0. */
export function logScore({ roas, ctr, cpc }: Scored, usable: readonly Component[] = COMPONENTS): number {
  let [sum, weight] = [0, 0];
  for (const component of usable) {
    const value = component === 'cpc' ? 1 / (cpc ?? 0) : ((component === 'roas' ? roas : ctr) ?? 0);
    sum += WEIGHTS[component] * Math.log(value);
    weight += WEIGHTS[component];
  }
  return sum / weight;
}

/** .5 ln ROAS ratio + .3 ln CTR ratio - .2 ln CPC ratio: antisymmetric, transitive, blind to other variants. */
export function compositeLogIndex(a: Scored, b: Scored): { index: number; pct: number } {
  const index = logScore(a) - logScore(b);
  return { index, pct: Math.expm1(index) };
}

/** The same score straight from totals: it runs once for each day of each variant. */
function totalsScorer(usable: readonly Component[]) {
  const [roas, ctr, cpc] = COMPONENTS.map((component) => (usable.includes(component) ? WEIGHTS[component] : 0));
  const [wRoas = 0, wCtr = 0, wCpc = 0] = [roas, ctr, cpc];
  const weight = wRoas + wCtr + wCpc;
  return (returned: number, imp: number, clk: number, spend: number): number => {
    let sum = wRoas > 0 ? wRoas * Math.log(returned) : 0;
    if (wCtr > 0) sum += wCtr * Math.log(clk / imp);
    if (wCpc > 0) sum += wCpc * Math.log(clk / spend);
    return sum / weight;
  };
}

function total(column: ArrayLike<number>): number {
  let sum = 0;
  for (let day = 0; day < column.length; day++) sum += column[day] ?? 0;
  return sum;
}

/** A variant's log score from all days, and with each day left out in turn. */
export function leaveOneOutScores(days: DailyColumns, usable: readonly Component[] = COMPONENTS): LeaveOneOut {
  const { imp, clk, spend, rev, revSpend = spend } = days;
  const all = { imp: total(imp), clk: total(clk), spend: total(spend), rev: total(rev), revSpend: total(revSpend) };
  const without: number[] = [];
  const score = totalsScorer(usable);
  for (let day = 0; day < imp.length; day++) {
    const revenue = (all.rev - (rev[day] ?? 0)) / (all.revSpend - (revSpend[day] ?? 0));
    without.push(score(revenue, all.imp - (imp[day] ?? 0), all.clk - (clk[day] ?? 0), all.spend - (spend[day] ?? 0)));
  }
  return { full: score(all.rev / all.revSpend, all.imp, all.clk, all.spend), without };
}

export interface LogIndexInterval {
  readonly index: number;
  readonly se: number;
  readonly lo: number;
  readonly hi: number;
}

/** Log score from all days, and with each day left out in turn. */
export interface LeaveOneOut {
  readonly full: number;
  readonly without: readonly number[];
}

/**
 * Index of one variant against another with its paired-day jackknife interval, over the days `counts` accepts. null when a metric is 0
 * or fewer than two days are left.
 */
export function pairedDayIndex(
  a: LeaveOneOut,
  b: LeaveOneOut,
  counts: (day: number) => boolean = () => true,
): LogIndexInterval | null {
  const leftOut: number[] = [];
  for (let day = 0; day < a.without.length; day++) if (counts(day)) leftOut.push((a.without[day] ?? 0) - (b.without[day] ?? 0));
  const days = leftOut.length;
  if (days < 2) return null;
  const index = a.full - b.full;
  const se = jackknifeError(leftOut);
  const half = t975(days - 1) * se;
  return Number.isFinite(index) && Number.isFinite(half) ? { index, se, lo: index - half, hi: index + half } : null;
}

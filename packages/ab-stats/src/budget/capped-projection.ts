const BISECTIONS = 200;
// A share this close to a whole cent is that cent: bisection leaves a little dust.
const DUST_CENTS = 1e-6;

export interface Bounds {
  readonly lo: readonly number[];
  readonly hi: readonly number[];
}

/** How far each budget may move in one step: ± maxStep, never below the account's minimum. In cents, possibly fractional. */
export function stepBounds(current: readonly number[], maxStep: number, minimumCents = 0): Bounds {
  return {
    lo: current.map((cents) => Math.max(minimumCents, cents * (1 - maxStep))),
    hi: current.map((cents) => cents * (1 + maxStep)),
  };
}

const sum = (values: readonly number[]) => values.reduce((all, value) => all + value, 0);

function shiftedBy(mu: number, targets: readonly number[], { lo, hi }: Bounds): number[] {
  return targets.map((target, arm) => Math.min(hi[arm] ?? 0, Math.max(lo[arm] ?? 0, target + mu)));
}

/** 0: rounding down would break the lower bound; 2: rounding up would break the upper one. */
function roundingRank(cents: number, lo: number, hi: number): number {
  if (cents < lo - DUST_CENTS) return 0;
  return cents + 1 > hi + DUST_CENTS ? 2 : 1;
}

/** Whole cents that sum to `total`: largest remainder first, ties to the lower index, within the bounds where whole cents allow it. */
function toWholeCents(shares: readonly number[], total: number, { lo, hi }: Bounds): number[] {
  const cents = shares.map((share) => Math.floor(share + DUST_CENTS));
  const order = shares
    .map((share, arm) => {
      const floor = cents[arm] ?? 0;
      const rest = Math.round((share - floor) / DUST_CENTS);
      return { arm, rest, rank: roundingRank(floor, lo[arm] ?? 0, hi[arm] ?? 0) };
    })
    .sort((a, b) => a.rank - b.rank || b.rest - a.rest || a.arm - b.arm);
  const missing = total - sum(cents);
  for (const { arm } of order.slice(0, Math.max(0, missing))) cents[arm] = (cents[arm] ?? 0) + 1;
  return cents;
}

/** The point nearest to `targets` that sums to `total` within the bounds, in whole cents; null when there is none. */
export function projectCapped(targets: readonly number[], total: number, bounds: Bounds): number[] | null {
  if (bounds.lo.some((lo, arm) => lo > (bounds.hi[arm] ?? 0))) return null;
  if (sum(bounds.lo) > total + DUST_CENTS || sum(bounds.hi) < total - DUST_CENTS) return null;
  let lo = Math.min(...bounds.lo.map((cents, arm) => cents - (targets[arm] ?? 0)));
  let hi = Math.max(...bounds.hi.map((cents, arm) => cents - (targets[arm] ?? 0)));
  for (let step = 0; step < BISECTIONS; step++) {
    const middle = (lo + hi) / 2;
    if (sum(shiftedBy(middle, targets, bounds)) < total) lo = middle;
    else hi = middle;
  }
  return toWholeCents(shiftedBy(hi, targets, bounds), total, bounds);
}

import { normCdf, normPdf, normQuantile } from '../numerics/index.ts';
import type { Counts } from '../proportions/intervals.ts';
import { asymptoticCsMultiplier } from '../sequential/asymptotic-cs.ts';

// For comparison with GrowthBook only: a linear relative lift depends on which arm is called the baseline, so it never decides.

/** Relative lift of treat over control and its delta-method standard error, linear scale. */
function relativeLift([cC, nC]: Counts, [cT, nT]: Counts): { lift: number; se: number } {
  const [mC, mT] = [cC / nC, cT / nT];
  const variance = (mT * (1 - mT)) / (nT * mC ** 2) + (mC * (1 - mC) * mT ** 2) / (nC * mC ** 4);
  return { lift: mT / mC - 1, se: Math.sqrt(variance) };
}

/** Its sequential interval. */
export function growthbookSequentialRelative(control: Counts, treat: Counts, tuning: number, alpha = 0.05) {
  const { lift, se } = relativeLift(control, treat);
  const half = se * asymptoticCsMultiplier(control[1] + treat[1], alpha, tuning);
  return { lift, se, lo: lift - half, hi: lift + half };
}

/** Its Bayesian summary: flat prior, normal likelihood of the lift. */
export function normalEffectFlatPrior(control: Counts, treat: Counts) {
  const { lift, se } = relativeLift(control, treat);
  const z = lift / se;
  const gain = lift * normCdf(z) + se * normPdf(z);
  const loss = -lift * normCdf(-z) + se * normPdf(z);
  return { lift, se, chanceToWin: normCdf(z), risk: [gain, loss] as const };
}

export interface GrowthbookPlan {
  readonly mean: number;
  readonly var: number;
  readonly lift: number;
  readonly n: number;
  readonly variations: number;
  readonly alpha?: number;
  readonly power?: number;
  readonly tuning?: number;
}

/** Its power calculator. The detectable lift d solves d = k s(d), a quadratic; null when k s(d) outgrows every d. */
export function growthbookPower(plan: GrowthbookPlan) {
  const { alpha = 0.05, power = 0.8, tuning = 5000 } = plan;
  const perArm = plan.n / plan.variations;
  const unit = plan.var / (perArm * plan.mean ** 2);
  const z = normQuantile(1 - alpha / 2);
  const widening = asymptoticCsMultiplier(2 * perArm, alpha, tuning) / z;
  const powerAt = (factor: number) => {
    const s = factor * Math.sqrt(unit * (1 + (1 + plan.lift) ** 2));
    return normCdf(plan.lift / s - z) + normCdf(-plan.lift / s - z);
  };
  const mdeAt = (factor: number) => {
    const q = unit * (factor * (z + normQuantile(power))) ** 2;
    return q < 1 ? (q + Math.sqrt(q * q + 2 * q * (1 - q))) / (1 - q) : null;
  };
  return { power: powerAt(1), mde: mdeAt(1), seqPower: powerAt(widening), seqMde: mdeAt(widening) };
}

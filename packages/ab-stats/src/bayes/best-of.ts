import { lnBetaInc } from '../numerics/index.ts';
import { type Beta, type LogitArm, logitArm, logitDensity } from './logit-grid.ts';

// Tails below e^-40 cannot reach the twelfth digit.
const REACH = 40;
const NODES_PER_SD = 8;

export interface BestOf {
  readonly pBest: number[];
  /** E[max] - E[p_i], in rate units. */
  readonly expectedLoss: number[];
}

/** Cdf and survival of an arm at u, each exact in its own tail. */
function bothTails(arm: LogitArm, u: number): readonly [below: number, above: number] {
  if (u <= arm.left) return [0, 1];
  if (u >= arm.right) return [1, 0];
  const [x, y] = [1 / (1 + Math.exp(-u)), 1 / (1 + Math.exp(u))];
  return [Math.exp(lnBetaInc(x, y, arm.a, arm.b)), Math.exp(lnBetaInc(y, x, arm.b, arm.a))];
}

/** Adds one node's share to every arm's probability and loss. */
function addNode(arms: readonly LogitArm[], u: number, result: BestOf): void {
  const tails = arms.map((arm) => bothTails(arm, u));
  const lnOnePlus = u > 0 ? u + Math.log1p(Math.exp(-u)) : Math.log1p(Math.exp(u));
  const dx = Math.exp(u - 2 * lnOnePlus);
  for (const [i, arm] of arms.entries()) {
    let [lnRivals, rivals] = [0, 1];
    for (const [j, [below, above]] of tails.entries()) {
      if (j === i) continue;
      rivals *= below;
      lnRivals += Math.log1p(-above);
    }
    const here = u > arm.left && u < arm.right ? logitDensity(arm, u, lnOnePlus) * rivals : 0;
    result.pBest[i] = (result.pBest[i] ?? 0) + here;
    // P(p_i < x < best rival), integrated over x: a sum of positive terms, where E[max] - E[p_i] would cancel.
    result.expectedLoss[i] = (result.expectedLoss[i] ?? 0) + (tails[i]?.[0] ?? 0) * -Math.expm1(lnRivals) * dx;
  }
}

/** Probability of being the best and expected loss of each of k independent Beta rates, by quadrature to twelve digits. */
export function bestOf(posteriors: readonly Beta[]): BestOf {
  const arms = posteriors.map((posterior) => logitArm(posterior, REACH));
  const left = Math.min(...arms.map((arm) => arm.left));
  const right = Math.max(...arms.map((arm) => arm.right));
  const nodes = Math.ceil(((right - left) * NODES_PER_SD) / Math.min(...arms.map((arm) => arm.sd)));
  const step = (right - left) / nodes;
  const result: BestOf = { pBest: arms.map(() => 0), expectedLoss: arms.map(() => 0) };
  for (let node = 0; node <= nodes; node++) addNode(arms, left + node * step, result);
  return { pBest: result.pBest.map((p) => p * step), expectedLoss: result.expectedLoss.map((loss) => loss * step) };
}

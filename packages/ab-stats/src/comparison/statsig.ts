import { normQuantile } from '../numerics/index.ts';
import type { Counts } from '../proportions/intervals.ts';

/** Statsig's sequential interval of an absolute difference; for comparison only, ours is the confidence sequence of a log ratio. */
export function statsigSequentialZ([cT, nT]: Counts, [cC, nC]: Counts, alpha: number) {
  const [pT, pC] = [cT / nT, cC / nC];
  const [sT, sC] = [pT * (1 - pT), pC * (1 - pC)];
  const v = sT / nT + sC / nC;
  const tau = (normQuantile(1 - alpha / 2) ** 2 * (sT + sC)) / (nT + nC);
  const z = Math.sqrt(((v + tau) / tau) * (-2 * Math.log(alpha / 2) - Math.log(v / (v + tau))));
  const half = z * Math.sqrt(v);
  return { z, lo: pT - pC - half, hi: pT - pC + half };
}

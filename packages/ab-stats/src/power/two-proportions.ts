import { findRoot, normCdf, normQuantile } from '../numerics/index.ts';

/** Two-sided power of a fixed-horizon test of two click rates, both tails counted. `z` may be replaced by a sequential multiplier. */
export function powerTwoProp(p1: number, p2: number, nPerArm: number, alpha: number, z = normQuantile(1 - alpha / 2)): number {
  const mean = (p1 + p2) / 2;
  const d = Math.abs(p2 - p1);
  const s0 = Math.sqrt((2 * mean * (1 - mean)) / nPerArm);
  const s1 = Math.sqrt((p1 * (1 - p1) + p2 * (1 - p2)) / nPerArm);
  return normCdf((d - z * s0) / s1) + normCdf((-d - z * s0) / s1);
}

/** Impressions per arm to find rate p2 against p1; `comparisons` splits alpha among that many pairs. */
export function sampleSizeTwoProp(p1: number, p2: number, alpha: number, power: number, comparisons = 1): number {
  const mean = (p1 + p2) / 2;
  const first = normQuantile(1 - alpha / (2 * comparisons)) * Math.sqrt(2 * mean * (1 - mean));
  const second = normQuantile(power) * Math.sqrt(p1 * (1 - p1) + p2 * (1 - p2));
  return ((first + second) / (p2 - p1)) ** 2;
}

/** Evan Miller's calculator: the variance under the null is that of the base rate. */
export function sampleSizeEvanMiller(p: number, deltaAbs: number, alpha: number, power: number): number {
  const p2 = p + deltaAbs;
  const first = normQuantile(1 - alpha / 2) * Math.sqrt(2 * p * (1 - p));
  const second = normQuantile(power) * Math.sqrt(p * (1 - p) + p2 * (1 - p2));
  return ((first + second) / deltaAbs) ** 2;
}

/** The smallest p2 above p1 that `nPerArm` impressions find with this power; null when not even rate 1 would be. */
export function mdeTwoProp(p1: number, nPerArm: number, alpha: number, power: number): { abs: number; rel: number } | null {
  const short = (p2: number) => powerTwoProp(p1, p2, nPerArm, alpha) - power;
  if (!(p1 > 0 && p1 < 1 && nPerArm > 0)) return null;
  let hi = Math.min(1, p1 + 3 * Math.sqrt((2 * p1) / nPerArm));
  while (hi < 1 && short(hi) < 0) hi = Math.min(1, p1 + 2 * (hi - p1));
  if (short(hi) < 0) return null;
  const abs = findRoot((d) => short(p1 + d), (hi - p1) * 1e-9, hi - p1);
  return { abs, rel: abs / p1 };
}

/** Clicks per arm (purchases for ROAS, with the order value's coefficient of variation) to see a relative change. */
export function requiredEvents(change: number, alpha: number, power: number, cv = 0): number {
  const z = normQuantile(1 - alpha / 2) + normQuantile(power);
  return (2 * z * z * (1 + cv * cv)) / Math.log1p(change) ** 2;
}

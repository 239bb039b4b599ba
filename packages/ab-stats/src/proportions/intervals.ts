import { Z975 } from '../numerics/index.ts';

export type Interval = readonly [lo: number, hi: number];
/** Clicks of impressions. */
export type Counts = readonly [clicks: number, impressions: number];

/** Wilson's 95 % interval of a click rate. */
export function wilson95([c, n]: Counts): Interval {
  const p = c / n;
  const square = Z975 * Z975;
  const centre = p + square / (2 * n);
  const half = Z975 * Math.sqrt((p * (1 - p)) / n + square / (4 * n * n));
  const scale = 1 + square / n;
  return [c === 0 ? 0 : Math.max(0, (centre - half) / scale), c === n ? 1 : Math.min(1, (centre + half) / scale)];
}

/** Newcombe's hybrid 95 % interval of the difference of two click rates, first minus second. */
export function newcombe95(first: Counts, second: Counts): Interval {
  const [p1, p2] = [first[0] / first[1], second[0] / second[1]];
  const [l1, u1] = wilson95(first);
  const [l2, u2] = wilson95(second);
  return [p1 - p2 - Math.hypot(p1 - l1, u2 - p2), p1 - p2 + Math.hypot(u1 - p1, p2 - l2)];
}

export interface LiftInterval {
  readonly lift: number;
  readonly lo: number;
  readonly hi: number;
  readonly seLn: number;
}

/**
 * Relative lift of `treat` over `control` with Katz' 95 % interval on the log scale. If either has no click, `walter` is
 * added to clicks and impressions of both (Walter 1975).
 */
export function liftLog95(treat: Counts, control: Counts, walter = 0.5): LiftInterval {
  const add = treat[0] === 0 || control[0] === 0 ? walter : 0;
  const [c1, n1, c2, n2] = [treat[0] + add, treat[1] + add, control[0] + add, control[1] + add];
  const ln = Math.log(c1 / n1) - Math.log(c2 / n2);
  // Never below 0: with every impression clicked rounding could make it -0.
  const seLn = Math.sqrt(Math.max(0, 1 / c1 - 1 / n1 + (1 / c2 - 1 / n2)));
  return { lift: Math.expm1(ln), lo: Math.expm1(ln - Z975 * seLn), hi: Math.expm1(ln + Z975 * seLn), seLn };
}

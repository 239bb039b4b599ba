import { lnBeta } from '../numerics/index.ts';

export interface Beta {
  readonly a: number;
  readonly b: number;
}

/**
 * A Beta variable seen on the logit scale u = ln(x / (1 - x)), where its density is smooth and dies out at both ends even with
 * no click at all: there the plain trapezoidal rule converges faster than any power of the step (Trefethen & Weideman 2014).
 */
export interface LogitArm extends Beta {
  readonly sd: number;
  readonly left: number;
  readonly right: number;
  readonly lnBeta: number;
}

/** `reach` is how far, in ln density below the mode, the arm is followed. */
export function logitArm({ a, b }: Beta, reach: number): LogitArm {
  const centre = Math.log(a / b);
  const sd = Math.sqrt(1 / a + 1 / b);
  const bulk = Math.sqrt(2 * reach) * sd;
  return { a, b, sd, left: centre - bulk - reach / a, right: centre + bulk + reach / b, lnBeta: lnBeta(a, b) };
}

/** Density of u; `lnOnePlus` is ln(1 + e^u), shared by all arms of a node. */
export function logitDensity(arm: LogitArm, u: number, lnOnePlus: number): number {
  return Math.exp(arm.a * u - (arm.a + arm.b) * lnOnePlus - arm.lnBeta);
}

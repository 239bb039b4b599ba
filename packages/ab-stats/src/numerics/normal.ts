// Cody's rational approximations of the normal integral (Math. Comp. 23, 1969), in the arrangement of his ANORM (TOMS 715).
const CENTRAL_TOP = [2.2352520354606837, 161.02823106855587, 1067.6894854603709, 18154.98125334356] as const;
const CENTRAL_BOTTOM = [47.202581904688245, 976.0985517377767, 10260.932208618979, 45507.78933502673] as const;
const CENTRAL_LEAD = 0.06568233791820745;
const CENTRAL_TO = 0.67448975;
const MIDDLE_TOP = [
  0.39894151208813466, 8.883149794388377, 93.50665613217785, 597.2702763948002, 2494.5375852903726, 6848.190450536283,
  11602.65143764735, 9842.714838383978,
] as const;
const MIDDLE_LEAD = 1.0765576773720192e-8;
const MIDDLE_BOTTOM = [
  22.266688044328117, 235.387901782625, 1519.3775994075547, 6485.558298266761, 18615.571640885097, 34900.95272114598,
  38912.00328609327, 19685.429676859992,
] as const;
const MIDDLE_TO = 5.656854249492381;
const FAR_TOP = [0.215898534057957, 0.12740116116024736, 0.022235277870649807, 0.0014216191932278934, 2.9112874951168793e-5];
const FAR_LEAD = 0.023073441764940174;
const FAR_BOTTOM = [
  1.284260096144911, 0.4682382124808651, 0.06598813786892856, 0.0037823963320275824, 7.297515550839662e-5,
] as const;
const INVERSE_SQRT_TWO_PI = 0.3989422804014327;

/** lead·t^n + c0·t^(n-1) + … by Horner's rule. */
function polynomial(t: number, lead: number, rest: readonly number[]): number {
  let sum = lead;
  for (const c of rest) sum = sum * t + c;
  return sum;
}

/** Phi(x) - 1/2 for |x| <= 0.67448975. */
function central(x: number): number {
  const q = x * x;
  return (x * polynomial(q, CENTRAL_LEAD, CENTRAL_TOP)) / polynomial(q, 1, CENTRAL_BOTTOM);
}

/** The upper tail beyond x, divided by exp(-x²/2), for x > 0.67448975. */
function tailFactor(x: number): number {
  if (x <= MIDDLE_TO) return polynomial(x, MIDDLE_LEAD, MIDDLE_TOP) / polynomial(x, 1, MIDDLE_BOTTOM);
  const q = 1 / (x * x);
  const correction = (q * polynomial(q, FAR_LEAD, FAR_TOP)) / polynomial(q, 1, FAR_BOTTOM);
  return (INVERSE_SQRT_TWO_PI - correction) / x;
}

/** exp(-x²/2), split so that the rounding of x² does not reach the exponent. */
function gaussian(x: number): number {
  const head = Math.trunc(x * 16) / 16;
  return Math.exp(-head * head * 0.5) * Math.exp(-(x - head) * (x + head) * 0.5);
}

/** P(Z >= x), exact in the far tail. */
export function normSf(x: number): number {
  if (Math.abs(x) <= CENTRAL_TO) return 0.5 - central(x);
  if (!Number.isFinite(x)) return x > 0 ? 0 : 1;
  const tail = gaussian(Math.abs(x)) * tailFactor(Math.abs(x));
  return x > 0 ? tail : 1 - tail;
}

/** P(Z <= x), the standard normal cdf. */
export function normCdf(x: number): number {
  return normSf(-x);
}

/** ln P(Z >= x); finite where the probability underflows. */
export function lnNormSf(x: number): number {
  if (x <= MIDDLE_TO || x === Infinity) return Math.log(normSf(x));
  return -0.5 * x * x + Math.log(tailFactor(x));
}

/** The standard normal density. */
export function normPdf(x: number): number {
  return INVERSE_SQRT_TWO_PI * gaussian(Math.abs(x));
}

import { lnChi2Sf, type PValue, pFromLn } from '../numerics/index.ts';

export interface CmhK extends PValue {
  readonly chi2: number;
  readonly df: number;
}

/**
 * Solves the symmetric positive definite V x = u in place by elimination and returns u' x with the rank met: an arm without
 * information (no impressions on any informative day) drops out.
 */
function quadraticForm(v: Float64Array, u: Float64Array): { form: number; rank: number } {
  const size = u.length;
  const at = (i: number, j: number) => v[i * size + j] ?? 0;
  const floor = 1e-12 * Math.max(...u.map((_, i) => at(i, i)));
  let [form, rank] = [0, 0];
  for (let pivot = 0; pivot < size; pivot++) {
    const diagonal = at(pivot, pivot);
    if (!(diagonal > floor)) continue;
    rank += 1;
    form += (u[pivot] ?? 0) ** 2 / diagonal;
    for (let row = pivot + 1; row < size; row++) {
      const factor = at(row, pivot) / diagonal;
      for (let column = pivot + 1; column < size; column++) v[row * size + column] = at(row, column) - factor * at(pivot, column);
      u[row] = (u[row] ?? 0) - factor * (u[pivot] ?? 0);
    }
  }
  return { form, rank };
}

/** Residuals and their covariance, summed over days; the last arm is implied by the others. */
interface Sums {
  readonly size: number;
  readonly u: Float64Array;
  readonly v: Float64Array;
}

/** Adds one day: `n` and `c` hold its impressions and clicks by arm. */
function addDay({ size, u, v }: Sums, n: Float64Array, c: Float64Array): void {
  let [t, m] = [0, 0];
  for (let arm = 0; arm <= size; arm++) {
    t += n[arm] ?? 0;
    m += c[arm] ?? 0;
  }
  if (t < 2 || m === 0 || m === t) return;
  const scale = (m * (t - m)) / (t * t * (t - 1));
  for (let i = 0; i < size; i++) {
    const own = n[i] ?? 0;
    u[i] = (u[i] ?? 0) + (c[i] ?? 0) - (own * m) / t;
    v[i * size + i] = (v[i * size + i] ?? 0) + scale * own * t;
    for (let j = 0; j < size; j++) v[i * size + j] = (v[i * size + j] ?? 0) - scale * own * (n[j] ?? 0);
  }
}

/**
 * Cochran-Mantel-Haenszel test of k arms over days. `clicks` and `impressions` hold one array of days for each arm. Null when no
 * day is informative.
 */
export function cmhKArms(clicks: readonly ArrayLike<number>[], impressions: readonly ArrayLike<number>[]): CmhK | null {
  const size = clicks.length - 1;
  const sums = { size, u: new Float64Array(size), v: new Float64Array(size * size) };
  const [n, c] = [new Float64Array(size + 1), new Float64Array(size + 1)];
  const days = impressions[0]?.length ?? 0;
  for (let day = 0; day < days; day++) {
    for (let arm = 0; arm <= size; arm++) {
      n[arm] = impressions[arm]?.[day] ?? 0;
      c[arm] = clicks[arm]?.[day] ?? 0;
    }
    addDay(sums, n, c);
  }
  const { form, rank } = quadraticForm(sums.v, sums.u);
  return rank === 0 ? null : { chi2: form, df: rank, ...pFromLn(lnChi2Sf(form, rank)) };
}

/** What a variant is scored by. CTR as a fraction; `cpc` Infinity: spend without clicks; null: unknown. */
export interface Scored {
  readonly roas: number | null;
  readonly ctr: number | null;
  readonly cpc: number | null;
}

export type Component = 'roas' | 'ctr' | 'cpc';

// The product brief's weights. ROAS and CPC contain CTR, so on the log scale the score is mostly a CTR score.
export const WEIGHTS: Readonly<Record<Component, number>> = { roas: 0.5, ctr: 0.3, cpc: 0.2 };
export const COMPONENTS: readonly Component[] = ['roas', 'ctr', 'cpc'];

const isBad = (value: number | null) => value !== null && !(value >= 0 && value < Infinity);

/** Negative or not finite, except for the one infinity that has a meaning. */
export function isScoreInputBad({ roas, ctr, cpc }: Scored): boolean {
  return isBad(roas) || isBad(ctr) || (cpc !== Infinity && isBad(cpc));
}

/**
 * The components every variant can be compared by: one that is unknown for any variant, or worthless for all, is dropped. A CPC of 0 is
 * an anomaly (clicks without spend) and drops CPC for all.
 */
export function usableComponents(variants: readonly Scored[], asked: readonly Component[] = COMPONENTS): Component[] {
  return asked.filter((component) => {
    if (variants.some((variant) => variant[component] === null)) return false;
    if (component === 'cpc') return variants.every(({ cpc }) => cpc !== 0) && variants.some(({ cpc }) => cpc !== Infinity);
    return variants.some((variant) => (variant[component] ?? 0) > 0);
  });
}

/**
 * Composite score in [0, 1]: each component as its ratio to the best variant's, weighted .5 ROAS, .3 CTR, .2 CPC over the usable
 * ones. null for all when nothing is usable or an input is negative or not finite.
 */
export function compositeRatioToBest(variants: readonly Scored[], asked: readonly Component[] = COMPONENTS): (number | null)[] {
  const usable = usableComponents(variants, asked);
  if (usable.length === 0 || variants.some(isScoreInputBad)) return variants.map(() => null);
  const weight = usable.reduce((sum, component) => sum + WEIGHTS[component], 0);
  const sums = variants.map(() => 0);
  for (const component of usable) {
    const values = variants.map((variant) => variant[component] ?? 0);
    const best = component === 'cpc' ? Math.min(...values) : Math.max(...values);
    for (const [i, value] of values.entries()) {
      sums[i] = (sums[i] ?? 0) + WEIGHTS[component] * (component === 'cpc' ? best / value : value / best);
    }
  }
  // Rounding must not lift the best of everything above 1.
  return sums.map((sum) => Math.min(1, sum / weight));
}

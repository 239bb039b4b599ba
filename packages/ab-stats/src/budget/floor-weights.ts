/** Share of the budget every arm keeps, so that a weak start can still be corrected. */
export const DEFAULT_FLOOR = 0.05;

/** Thompson weights with a floor: f + (1 - k f) P(best); sums to 1. */
export function floorWeights(pBest: readonly number[], floor = DEFAULT_FLOOR): number[] {
  return pBest.map((p) => floor + (1 - pBest.length * floor) * p);
}

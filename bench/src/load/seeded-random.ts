/** Park and Miller's minimal standard generator (CACM 31(10), 1988): a benchmark needs repeatable, not good, numbers. */
export function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

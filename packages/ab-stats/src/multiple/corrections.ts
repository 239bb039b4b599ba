interface Ranked {
  readonly at: number;
  readonly p: number;
}

function ranked(ps: readonly (number | null)[]): Ranked[] {
  const known: Ranked[] = [];
  for (let at = 0; at < ps.length; at++) {
    const p = ps[at] ?? null;
    if (p !== null) known.push({ at, p });
  }
  return known.sort((a, b) => a.p - b.p || a.at - b.at);
}

/** Holm's step-down adjustment (1979), controls the family-wise error. Order kept; null stays null and does not count. */
export function holm(ps: readonly (number | null)[]): (number | null)[] {
  const sorted = ranked(ps);
  const adjusted: (number | null)[] = ps.map(() => null);
  let running = 0;
  for (const [rank, { at, p }] of sorted.entries()) {
    running = Math.max(running, Math.min(1, (sorted.length - rank) * p));
    adjusted[at] = running;
  }
  return adjusted;
}

/** Benjamini & Hochberg's adjustment (1995), controls the false discovery rate. Order kept; null stays null and does not count. */
export function benjaminiHochberg(ps: readonly (number | null)[]): (number | null)[] {
  const sorted = ranked(ps);
  const adjusted: (number | null)[] = ps.map(() => null);
  let running = 1;
  for (const [rank, { at, p }] of [...sorted.entries()].reverse()) {
    running = Math.min(running, (sorted.length * p) / (rank + 1));
    adjusted[at] = running;
  }
  return adjusted;
}

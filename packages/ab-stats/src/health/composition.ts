import type { Counts } from '../proportions/intervals.ts';

/** One arm's impressions and clicks by audience segment (age, gender, placement …). */
export type Segments = Readonly<Record<string, readonly [impressions: number, clicks: number]>>;

export interface Composition {
  readonly crude: (number | null)[];
  /** Click rate each arm would have had with the pooled audience; null when a segment it never reached makes it unknown. */
  readonly standardised: (number | null)[];
  readonly cramersV: number | null;
}

function rate([c, n]: Counts): number | null {
  return n > 0 ? c / n : null;
}

function cramersV(table: readonly (readonly number[])[]): number | null {
  const rows = table.map((row) => row.reduce((sum, n) => sum + n, 0));
  const columns = (table[0] ?? []).map((_, column) => table.reduce((sum, row) => sum + (row[column] ?? 0), 0));
  const all = rows.reduce((sum, n) => sum + n, 0);
  const used = Math.min(rows.filter((n) => n > 0).length, columns.filter((n) => n > 0).length) - 1;
  if (used < 1) return null;
  let chi2 = 0;
  for (const [i, row] of table.entries()) {
    for (const [j, n] of row.entries()) {
      const expected = ((rows[i] ?? 0) * (columns[j] ?? 0)) / all;
      if (expected > 0) chi2 += (n - expected) ** 2 / expected;
    }
  }
  return Math.sqrt(chi2 / (all * used));
}

/** Whether arms met different audiences: Cramér's V of arm x segment impressions and directly standardised click rates. */
export function composition(arms: readonly Segments[]): Composition {
  const names = [...new Set(arms.flatMap((arm) => Object.keys(arm)))].sort();
  const cell = (arm: Segments, name: string) => arm[name] ?? ([0, 0] as const);
  const table = arms.map((arm) => names.map((name) => cell(arm, name)[0]));
  const pooled = names.map((_, column) => table.reduce((sum, row) => sum + (row[column] ?? 0), 0));
  const all = pooled.reduce((sum, n) => sum + n, 0);
  const standardised = arms.map((arm) => {
    let sum = 0;
    for (const [column, name] of names.entries()) {
      const weight = (pooled[column] ?? 0) / all;
      const [n, c] = cell(arm, name);
      if (weight === 0) continue;
      if (n === 0) return null;
      sum += (weight * c) / n;
    }
    return all > 0 ? sum : null;
  });
  const totals = arms.map((arm): Counts => {
    const cells = names.map((name) => cell(arm, name));
    return [cells.reduce((sum, [, c]) => sum + c, 0), cells.reduce((sum, [n]) => sum + n, 0)];
  });
  return { crude: totals.map(rate), standardised, cramersV: cramersV(table) };
}

import type { Facts } from '../facts.ts';
import type { Finding } from '../finding.ts';

/** The standard tier of the Marketing API; the fake enforces it and keeps the highest sum. */
const LIMIT = 9_000;

/** I12: no ad account was asked for more than its tier allows. */
export function pointsStayBelowTheLimit({ summary }: Facts): Finding {
  const accounts = Object.entries(summary.max_points_300s);
  return {
    invariant: 'I12',
    rule: 'points per account in any 300 s <= the limit of its tier',
    counts: { accounts: accounts.length, highest: Math.max(0, ...accounts.map(([, points]) => points)), limit: LIMIT },
    violations: accounts
      .filter(([, points]) => points > LIMIT)
      .map(([id, points]) => ({ id, what: `${points} points in 300 s` })),
  };
}

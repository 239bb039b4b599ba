import { type Facts, isLive, text } from '../facts.ts';
import type { Finding, Violation } from '../finding.ts';

/** I7, the headline: what exists at Meta may spend no more than what was accepted, and no more than the account's cap. */
export function noMoneyBeyondAccepted(facts: Facts): Finding {
  const live = facts.objects.filter((object) => ['campaign', 'adset'].includes(object.level) && isLive(object));
  const budgeted = Map.groupBy(live, ({ account }) => account);
  // A run nobody answered for counts as far as it was recorded.
  const accepted = facts.runs.filter(({ promisedIds, operations }) => promisedIds.length + operations.length > 0);
  const allowed = new Map<string, number>();
  for (const { asked } of accepted) add(allowed, text(asked['ad_account']), Number(asked['budget_cents']));
  const spent = new Map(
    [...budgeted].map(([account, objects]) => [account, sum(objects.map(({ daily_budget }) => daily_budget ?? 0))]),
  );
  return {
    invariant: 'I7',
    rule: 'total live budget at Meta <= sum of accepted budgets, and <= the cap of the account',
    counts: { 'live cents': sum([...spent.values()]), 'accepted cents': sum([...allowed.values()]), accounts: allowed.size },
    violations: [
      ...[...spent].flatMap(([account, cents]) => above(account, cents, allowed.get(account) ?? 0, 'were accepted')),
      ...caps(facts).flatMap(([account, cap]) => above(account, spent.get(account) ?? 0, cap, 'is its cap')),
    ],
  };
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

const add = (totals: Map<string, number>, key: string, cents: number): void =>
  void totals.set(key, (totals.get(key) ?? 0) + cents);

const caps = ({ history }: Facts): [string, number][] =>
  history
    .filter(({ op, value }) => op === 'account' && value['cap_cents'] !== null)
    .map(({ value }) => [text(value['ad_account']), Number(value['cap_cents'])]);

function above(account: string, cents: number, limit: number, limitIs: string): Violation[] {
  return cents <= limit ? [] : [{ id: account, what: `${cents} cents a day are live, but ${limit} ${limitIs}` }];
}

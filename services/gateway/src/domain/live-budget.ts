const DAY_MS = 86_400_000;

/**
 * What a campaign may spend on one day, in minor units: its daily budget, or its lifetime budget spread over its days
 * (rounded up, so that the cap is never passed by rounding).
 */
export function liveDailyCents(
  budget: {
    daily_budget_cents?: number | undefined;
    lifetime_budget_cents?: number | undefined;
    start_time?: string | undefined;
    end_time?: string | undefined;
  },
  now: Date,
): number {
  if (budget.daily_budget_cents !== undefined) return budget.daily_budget_cents;
  const lifetime = budget.lifetime_budget_cents ?? 0;
  if (budget.end_time === undefined) return lifetime;
  const startMs = Math.max(now.getTime(), budget.start_time === undefined ? 0 : Date.parse(budget.start_time));
  const days = Math.max(1, Math.floor((Date.parse(budget.end_time) - startMs) / DAY_MS));
  return Math.ceil(lifetime / days);
}

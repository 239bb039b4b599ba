/** Currency facts for budgets and spend: minor units per unit, and the smallest daily budget in minor units. */
export interface CurrencyFacts {
  readonly minorUnits: 1 | 100;
  readonly minDailyBudget: number;
}

// Offset 1 for currencies whose budgets Meta counts in whole units.
const WHOLE_UNIT_CURRENCIES = new Set(['CLP', 'COP', 'CRC', 'HUF', 'IDR', 'ISK', 'JPY', 'KRW', 'PYG', 'TWD', 'VND']);

// About one US dollar; the exact amounts move with exchange rates at Meta.
const MIN_DAILY_BUDGET: Readonly<Record<string, number>> = {
  JPY: 150,
  KRW: 1400,
  VND: 26_000,
  CLP: 950,
  IDR: 16_000,
  HUF: 350,
  TWD: 32,
};
const ABOUT_ONE_DOLLAR = 100;

export function currencyFacts(currency: string): CurrencyFacts {
  return {
    minorUnits: WHOLE_UNIT_CURRENCIES.has(currency) ? 1 : 100,
    minDailyBudget: MIN_DAILY_BUDGET[currency] ?? ABOUT_ONE_DOLLAR,
  };
}

/** Minor units as the decimal text insights use for money. */
export function decimalMoney(minorUnits: number, currency: string): string {
  return currencyFacts(currency).minorUnits === 1 ? String(minorUnits) : (minorUnits / 100).toFixed(2);
}

export interface MinimumBudgets {
  readonly currency: string;
  readonly min_daily_budget_imp: number;
  readonly min_daily_budget_high_freq: number;
  readonly min_daily_budget_low_freq: number;
  readonly min_daily_budget_video_views: number;
}

/** Meta's minimums by billing: impressions 1, clicks 5, rare events 40 times the smallest budget. */
export function minimumBudgets(currency: string): MinimumBudgets {
  const smallest = currencyFacts(currency).minDailyBudget;
  return {
    currency,
    min_daily_budget_imp: smallest,
    min_daily_budget_high_freq: smallest * 5,
    min_daily_budget_low_freq: smallest * 40,
    min_daily_budget_video_views: smallest,
  };
}

import type { AccountAccess } from '../access.ts';
import type { CallResult } from '../errors/graph-error.ts';
import { accountNode } from '../ids.ts';
import type { GraphFields } from '../json.ts';
import { readPages } from '../wire/read-pages.ts';
import type { Transport } from '../wire/transport.ts';

/** The smallest daily budgets of one currency, minor units. */
export interface MinimumBudget {
  readonly currency: string;
  readonly impressionsCents: number;
  readonly highFrequencyCents: number;
  readonly lowFrequencyCents: number;
  readonly videoViewsCents: number;
}

const cents = (row: GraphFields, field: string): number => Number(row[field] ?? 0);

/** Reads Meta's minimum daily budgets, one entry per currency. */
export async function minimumBudgets(transport: Transport, access: AccountAccess): Promise<CallResult<readonly MinimumBudget[]>> {
  const path = `/${accountNode(access.adAccountId)}/minimum_budgets`;
  const rows = await readPages(transport, access, { path, params: {} });
  if (!rows.ok) return rows;
  const value = rows.value.map((row) => ({
    currency: String(row['currency']),
    impressionsCents: cents(row, 'min_daily_budget_imp'),
    highFrequencyCents: cents(row, 'min_daily_budget_high_freq'),
    lowFrequencyCents: cents(row, 'min_daily_budget_low_freq'),
    videoViewsCents: cents(row, 'min_daily_budget_video_views'),
  }));
  return { ok: true, value };
}

import { nonexistingField } from '../errors.ts';
import { parseFields } from '../fields/parse-fields.ts';
import { type AccountCall, type GraphReply, reply } from '../graph-call.ts';
import { ownEntry } from '../own-entry.ts';
import { minimumBudgets } from '../rules/currencies.ts';
import type { AdAccount } from '../store/accounts.ts';
import { formatGraphTime } from '../time/graph-time.ts';
import { zoneOffsetMs } from '../time/zoned-days.ts';

const HOUR_MS = 3_600_000;
const OTHER_REASON = 0;
const POLICY_REASON = 1;

const FIELDS: Readonly<Record<string, (account: AdAccount, nowMs: number) => unknown>> = {
  id: (account) => account.id,
  account_id: (account) => account.id.replace(/^act_/, ''),
  name: (account) => `Ad account ${account.id}`,
  account_status: (account) => account.status,
  disable_reason: (account) => (account.status === 1 ? OTHER_REASON : POLICY_REASON),
  currency: (account) => account.currency,
  timezone_name: (account) => account.timezoneName,
  timezone_offset_hours_utc: (account, nowMs) => zoneOffsetMs(nowMs, account.timezoneName) / HOUR_MS,
  min_daily_budget: (account) => minimumBudgets(account.currency).min_daily_budget_imp,
  min_campaign_group_spend_cap: (account) => String(minimumBudgets(account.currency).min_daily_budget_imp * 100),
  amount_spent: () => '0',
  balance: () => '0',
  spend_cap: () => '0',
  funding_source: (account) => account.id.replace(/^act_/, ''),
  created_time: (account) => formatGraphTime(account.createdAtMs),
  age: () => 1,
  is_prepay_account: () => false,
  business_name: () => '',
  capabilities: () => [],
};

/** `GET /act_<id>`. */
export function readAccount(call: AccountCall): GraphReply {
  const body: Record<string, unknown> = {};
  const asked = parseFields(call.params['fields']).map((field) => field.name);
  for (const name of asked.length === 0 ? ['account_id'] : asked) {
    const reader = ownEntry(FIELDS, name);
    if (reader === undefined) throw nonexistingField(name, 'AdAccount');
    body[name] = reader(call.account, call.world.clock.nowMs());
  }
  return reply({ ...body, id: call.account.id });
}

/** `GET /act_<id>/minimum_budgets`. */
export function readMinimumBudgets(call: AccountCall): GraphReply {
  return reply({ data: [minimumBudgets(call.account.currency)] });
}

import type { AccountAccess } from '../access.ts';
import type { CallResult } from '../errors/graph-error.ts';
import { accountNode } from '../ids.ts';
import type { Json } from '../json.ts';
import { numericId } from '../wire/create-outcome.ts';
import { readResult, unreadable } from '../wire/read-result.ts';
import type { Transport } from '../wire/transport.ts';

/** The ad account as Meta sees it. */
export interface AccountInfo {
  /** Digits, without `act_`. */
  readonly adAccountId: string;
  /** 1 is active; every other number cannot run ads. */
  readonly accountStatus: number;
  readonly disableReason: number | null;
  readonly currency: string;
  /** IANA name: the days of the insights are days of this zone. */
  readonly timezoneName: string;
  readonly minDailyBudgetCents: number | null;
}

const FIELDS = 'account_id,account_status,disable_reason,currency,timezone_name,min_daily_budget';

const integer = (value: Json | undefined): number | null => {
  const digits = numericId(value);
  return digits === null ? null : Number(digits);
};

/** Reads the account: may it run ads, in which currency and time zone. */
export async function accountInfo(transport: Transport, access: AccountAccess): Promise<CallResult<AccountInfo>> {
  const node = accountNode(access.adAccountId);
  const answer = readResult(await transport.send(access, { method: 'GET', path: `/${node}`, params: { fields: FIELDS } }));
  if (!answer.ok) return answer;
  const { account_status: status, currency, timezone_name: timezoneName } = answer.value;
  const accountStatus = integer(status);
  if (accountStatus === null || typeof currency !== 'string' || typeof timezoneName !== 'string') {
    return unreadable('the account lacks status, currency or time zone');
  }
  const value = {
    adAccountId: node.slice('act_'.length),
    accountStatus,
    disableReason: integer(answer.value['disable_reason']),
    currency,
    timezoneName,
    minDailyBudgetCents: integer(answer.value['min_daily_budget']),
  };
  return { ok: true, value };
}

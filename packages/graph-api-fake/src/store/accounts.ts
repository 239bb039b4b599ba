import { type AccountLimits, createAccountLimits, type Tier } from '../limits/account-limits.ts';

export interface AdAccount {
  /** With the `act_` prefix. */
  readonly id: string;
  readonly currency: string;
  readonly timezoneName: string;
  readonly tier: Tier;
  /** Meta's account_status; 1 is active. */
  readonly status: number;
  readonly maxInsightsCells: number | null;
  readonly createdAtMs: number;
  readonly limits: AccountLimits;
}

export interface AccountSettings {
  readonly currency: string;
  readonly timezoneName: string;
  readonly tier: Tier;
  readonly status: number;
  /** Rows times fields that one page of insights, or one report, may have; null: as many as asked. */
  readonly maxInsightsCells: number | null;
}

export interface AccountBook {
  /** The account, made on first use with USD, UTC and the standard tier. */
  of(id: string): AdAccount;
  find(id: string): AdAccount | undefined;
  configure(id: string, settings: AccountSettings): AdAccount;
  all(): Iterable<AdAccount>;
  clear(): void;
}

const FIRST_USE: AccountSettings = { currency: 'USD', timezoneName: 'UTC', tier: 'standard', status: 1, maxInsightsCells: null };

export function createAccountBook(nowMs: () => number): AccountBook {
  const accounts = new Map<string, AdAccount>();
  const configure = (id: string, settings: AccountSettings): AdAccount => {
    const known = accounts.get(id);
    const limits = createAccountLimits(settings.tier);
    const account = { id, ...settings, createdAtMs: known?.createdAtMs ?? nowMs(), limits };
    accounts.set(id, account);
    return account;
  };
  return {
    of: (id) => accounts.get(id) ?? configure(id, FIRST_USE),
    find: (id) => accounts.get(id),
    configure,
    all: () => accounts.values(),
    clear: () => accounts.clear(),
  };
}

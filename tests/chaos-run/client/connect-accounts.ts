import { randomUUID } from 'node:crypto';
import type { Caller } from './caller.ts';
import type { History } from './history.ts';
import type { Account } from './world.ts';

/** So low that some runs of that account are refused: what is refused must not be built. */
const LOW_CAP_CENTS = 150_000;

/** Connects accounts while all is well: what is tested is what happens afterwards. One of them has a low budget cap. */
export async function connectAccounts(caller: Caller, history: History, count: number): Promise<Account[]> {
  const accounts: Account[] = [];
  for (let index = 0; index < count; index += 1) {
    const account: Account = { id: randomUUID(), adAccount: `act_${7_000_000_000 + index}`, clips: [] };
    const capCents = index === 0 ? LOW_CAP_CENTS : null;
    const answer = await caller.send('PUT', `/meta/accounts/${account.id}`, {
      ad_account_id: account.adAccount,
      page_id: '1055',
      instagram_user_id: String(17_841_400_000_000_000 + index),
      pixel_id: '7001',
      currency: 'USD',
      timezone: 'America/New_York',
      default_countries: ['US'],
      access_token: `EAAB${index}`,
      daily_budget_cap_cents: capCents,
    });
    if (answer?.status !== 201) throw new Error(`account ${index} could not be connected: ${JSON.stringify(answer)}`);
    history.write('ok', 'account', account.id, { ad_account: account.adAccount, cap_cents: capCents });
    accounts.push(account);
  }
  return accounts;
}

import { query } from '@mao/service-kit';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { SocialAccount } from '../entities/social-account.ts';

/** Every campaign reads its account several times: without the ORM that costs a tenth. */
const COLUMNS: Readonly<Record<Extract<keyof SocialAccount, string>, string>> = {
  id: 'id',
  revision: 'revision',
  adAccountId: 'ad_account_id',
  pageId: 'page_id',
  instagramUserId: 'instagram_user_id',
  pixelId: 'pixel_id',
  currency: 'currency',
  timezone: 'timezone',
  defaultCountries: 'default_countries',
  dsaBeneficiary: 'dsa_beneficiary',
  dsaPayor: 'dsa_payor',
  sealedAccessToken: 'sealed_access_token',
  disconnectedAt: 'disconnected_at',
  paused: 'paused',
  problemKind: 'problem_kind',
  nextCheckAt: 'next_check_at',
  nextReconcileAt: 'next_reconcile_at',
  accountStatus: 'account_status',
  minDailyBudgetCents: 'min_daily_budget_cents',
  infoReadAt: 'info_read_at',
};
const LIST = Object.entries(COLUMNS).map(([name, column]) => `${column} as "${name}"`);
const READ = `select ${LIST.join(', ')} from social_accounts where id = $1`;

type Times = 'disconnectedAt' | 'nextCheckAt' | 'nextReconcileAt' | 'infoReadAt';
type Row = Omit<SocialAccount, Times | 'minDailyBudgetCents'> & {
  readonly disconnectedAt: string | null;
  readonly nextCheckAt: string;
  readonly nextReconcileAt: string;
  readonly minDailyBudgetCents: string | null;
  readonly infoReadAt: string | null;
};

/** Also of an account that was disconnected. */
export async function readAccount(em: EntityManager, id: string): Promise<SocialAccount | undefined> {
  const [row] = await query<Row>(em, READ, [id]);
  return (
    row && {
      ...row,
      disconnectedAt: timeOf(row.disconnectedAt),
      nextCheckAt: new Date(row.nextCheckAt),
      nextReconcileAt: new Date(row.nextReconcileAt),
      minDailyBudgetCents: row.minDailyBudgetCents === null ? null : Number(row.minDailyBudgetCents),
      infoReadAt: timeOf(row.infoReadAt),
    }
  );
}

const timeOf = (text: string | null): Date | null => (text === null ? null : new Date(text));

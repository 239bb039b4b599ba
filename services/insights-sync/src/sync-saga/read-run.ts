import { query } from '@mao/service-kit';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { AdKey } from '../domain/insight-days.ts';

/** A run with what it needs to read from Meta. */
export interface RunToSync {
  readonly isRunning: boolean;
  readonly socialAccountId: string;
  /** null: the whole account. */
  readonly campaignId: string | null;
  readonly startedAtMs: number;
  /** null: not (yet) known, or disconnected. */
  readonly account: {
    readonly adAccountId: string;
    readonly currency: string;
    readonly timezone: string;
    readonly sealedAccessToken: string;
  } | null;
  readonly ads: readonly (AdKey & { readonly campaignMetaId: string })[];
}

const ADS = `select jsonb_agg(jsonb_build_object('adId', t.ad_id, 'adMetaId', t.ad_meta_id, 'campaignId', t.campaign_id,
  'campaignMetaId', t.campaign_meta_id)) from tracked_ads t where t.social_account_id = r.social_account_id and t.untracked_at is null`;

/** One statement: every new campaign waits for it. The two ways to the ads have an index each. */
const READ = `
  select r.state = 'running' as "isRunning", r.social_account_id as "socialAccountId", r.campaign_id as "campaignId",
    (extract(epoch from r.started_at) * 1000)::float8 as "startedAtMs",
    case when a.id is null then null else jsonb_build_object('adAccountId', a.ad_account_id, 'currency', a.currency,
      'timezone', a.timezone, 'sealedAccessToken', a.sealed_access_token) end as account,
    coalesce(case when r.campaign_id is null then (${ADS}) else (${ADS} and t.campaign_id = r.campaign_id) end, '[]'::jsonb) as ads
  from sync_runs r left join social_accounts a on a.id = r.social_account_id and a.disconnected_at is null
  where r.id = $1`;

/** @throws Error when there is no such run */
export async function readRun(em: EntityManager, id: string): Promise<RunToSync> {
  const [run] = await query<RunToSync>(em, READ, [id]);
  if (run === undefined) throw new Error(`there is no sync run ${id}`);
  return run;
}

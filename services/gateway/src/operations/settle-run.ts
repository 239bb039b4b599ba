import type { InsightsSyncResult } from '@mao/contracts';
import { type Notifier, query } from '@mao/service-kit';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { CampaignOutcome } from '../domain/campaign-outcome.ts';
import { runAnswer } from '../domain/run-answer.ts';
import { operationChanged } from './accept.ts';

interface RunRow {
  readonly campaign_id: string;
  readonly social_account_id: string;
  readonly clip_id: string;
  readonly campaign_outcome: CampaignOutcome | null;
  readonly insights_outcome: InsightsSyncResult | null;
}

const LOCK_RUN = `
  select c.id as campaign_id, c.social_account_id, c.clip_id, o.campaign_outcome, o.insights_outcome
  from operations o join campaigns c on c.id = o.aggregate_id where o.id = $1 and o.kind = 'campaign_run' for update of o`;

const WRITE_RUN = `
  update operations set campaign_outcome = $2, insights_outcome = $3, state = coalesce($4, state),
    answer_status = case when $4::text is null then answer_status else 200 end, answer = coalesce($5, answer), completed_at = coalesce($6, completed_at)
  where id = $1`;

/**
 * Adds what became known of a run and ends its operation when that was the last missing part. The operation's row is locked
 * first: campaign and insights events come from different topics and may be folded at the same moment.
 * @returns whether the operation is a run at all
 */
export async function settleRun(
  em: EntityManager,
  notifier: Notifier,
  operationId: string,
  news: { campaign?: CampaignOutcome; insights?: InsightsSyncResult },
): Promise<boolean> {
  const [run] = await query<RunRow>(em, LOCK_RUN, [operationId]);
  if (run === undefined) return false;
  // The first sync ends the run; what later syncs find belongs to the insights, not to the answer.
  const newInsights = run.insights_outcome === null ? news.insights : undefined;
  if (news.campaign === undefined && newInsights === undefined) return true;
  const insights = newInsights ?? run.insights_outcome;
  const campaign = news.campaign ?? run.campaign_outcome;
  const now = new Date();
  const answer = runAnswer({
    operationId,
    campaignId: run.campaign_id,
    socialAccountId: run.social_account_id,
    clipId: run.clip_id,
    campaign,
    insights,
    now,
  });
  await query(em, WRITE_RUN, [
    operationId,
    jsonOrNull(campaign),
    jsonOrNull(insights),
    answer?.state ?? null,
    jsonOrNull(answer?.result ?? null),
    answer === undefined ? null : now,
  ]);
  if (answer !== undefined) operationChanged(em, notifier, operationId);
  return true;
}

const jsonOrNull = (value: unknown): string | null => (value === null ? null : JSON.stringify(value));

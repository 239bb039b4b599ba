import type { Events } from '@mao/contracts';
import type { Handlers } from '@mao/messaging';
import { onAbTestArchiveRequested } from './ab-test-archive-requested.ts';
import { onAbTestEvaluationRequested } from './ab-test-evaluation-requested.ts';
import { onAbTestRequested } from './ab-test-requested.ts';
import { onCampaignCreated } from './campaign-created.ts';
import { onCampaignFailed } from './campaign-failed.ts';
import type { RequestDeps } from './deps.ts';
import { onInsightsSynced } from './insights-synced.ts';

/** Every event the ab-evaluator acts on. */
export function createHandlers(deps: RequestDeps): Handlers<Events> {
  return {
    CampaignCreated: onCampaignCreated,
    CampaignFailed: onCampaignFailed,
    InsightsSynced: onInsightsSynced,
    AbTestRequested: onAbTestRequested(deps),
    AbTestEvaluationRequested: onAbTestEvaluationRequested(deps),
    AbTestArchiveRequested: onAbTestArchiveRequested(deps),
  };
}

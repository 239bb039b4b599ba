import type { Events } from '@mao/contracts';
import type { Handlers, Outbox } from '@mao/messaging';
import type { Notifier } from '@mao/service-kit';
import {
  onAbTestArchived,
  onAbTestCreated,
  onAbTestEvaluated,
  onAbTestEvaluationRepeated,
  onWinnerSelected,
} from './ab-tests.ts';
import { onAlertRaised, onAlertResolved } from './alerts.ts';
import { onCampaignActivated } from './campaign-activated.ts';
import { onCampaignCreated } from './campaign-created.ts';
import { onCampaignFailed } from './campaign-failed.ts';
import { onCampaignStepCompleted } from './campaign-step-completed.ts';
import { onClipPublished } from './clip-published.ts';
import { onClipWithdrawn } from './clip-withdrawn.ts';
import { onInsightsSyncCompleted } from './insights-sync-completed.ts';
import { onInsightsSynced } from './insights-synced.ts';
import { onPublishFailed, onPublishProgressed, onPublishQueued, onPublishSucceeded } from './publications.ts';
import { onRequestRejected } from './request-rejected.ts';

/** Every event the gateway folds into its read models. */
export function createHandlers(notifier: Notifier, outbox: Outbox<Events>): Handlers<Events> {
  return {
    ClipPublished: onClipPublished,
    ClipWithdrawn: onClipWithdrawn,
    CampaignStepCompleted: onCampaignStepCompleted,
    CampaignCreated: onCampaignCreated(notifier, outbox),
    CampaignFailed: onCampaignFailed(notifier),
    CampaignActivated: onCampaignActivated,
    RequestRejected: onRequestRejected(notifier),
    InsightsSynced: onInsightsSynced,
    InsightsSyncCompleted: onInsightsSyncCompleted(notifier),
    AlertRaised: onAlertRaised,
    AlertResolved: onAlertResolved,
    AbTestCreated: onAbTestCreated(notifier),
    AbTestEvaluated: onAbTestEvaluated(notifier),
    AbTestEvaluationRepeated: onAbTestEvaluationRepeated(notifier),
    WinnerSelected: onWinnerSelected,
    AbTestArchived: onAbTestArchived(notifier),
    PublishQueued: onPublishQueued(notifier),
    PublishProgressed: onPublishProgressed,
    PublishSucceeded: onPublishSucceeded,
    PublishFailed: onPublishFailed,
  };
}

import type { Events } from '@mao/contracts';
import type { Handlers } from '@mao/messaging';
import type { Notifier } from '@mao/service-kit';
import { onAlertRaised, onAlertResolved } from './alerts.ts';
import { onCampaignActivated } from './campaign-activated.ts';
import { onCampaignCreated } from './campaign-created.ts';
import { onCampaignFailed } from './campaign-failed.ts';
import { onCampaignStepCompleted } from './campaign-step-completed.ts';
import { onClipPublished } from './clip-published.ts';
import { onClipWithdrawn } from './clip-withdrawn.ts';
import { onInsightsSyncCompleted } from './insights-sync-completed.ts';
import { onInsightsSynced } from './insights-synced.ts';
import { onRequestRejected } from './request-rejected.ts';

/** Every event the gateway folds into its read models. */
export function createHandlers(notifier: Notifier): Handlers<Events> {
  return {
    ClipPublished: onClipPublished,
    ClipWithdrawn: onClipWithdrawn,
    CampaignStepCompleted: onCampaignStepCompleted,
    CampaignCreated: onCampaignCreated(notifier),
    CampaignFailed: onCampaignFailed(notifier),
    CampaignActivated: onCampaignActivated,
    RequestRejected: onRequestRejected(notifier),
    InsightsSynced: onInsightsSynced,
    InsightsSyncCompleted: onInsightsSyncCompleted(notifier),
    AlertRaised: onAlertRaised,
    AlertResolved: onAlertResolved,
  };
}

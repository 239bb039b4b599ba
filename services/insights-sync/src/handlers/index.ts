import type { Events } from '@mao/contracts';
import type { Handlers } from '@mao/messaging';
import type { SagaEngine } from '@mao/saga';
import { onCampaignCreated } from './campaign-created.ts';
import { onCampaignFailed } from './campaign-failed.ts';
import { onInsightsSyncRequested } from './insights-sync-requested.ts';
import { onSocialAccountConnected } from './social-account-connected.ts';
import { onSocialAccountDisconnected } from './social-account-disconnected.ts';

/** Every event insights-sync acts on. `intervalMs`: how often an account is synced without being asked. */
export function createHandlers(engine: Pick<SagaEngine, 'begin' | 'wake'>, intervalMs: number): Handlers<Events> {
  return {
    SocialAccountConnected: onSocialAccountConnected(engine),
    SocialAccountDisconnected: onSocialAccountDisconnected(engine),
    CampaignCreated: onCampaignCreated(engine, intervalMs),
    CampaignFailed: onCampaignFailed,
    InsightsSyncRequested: onInsightsSyncRequested(engine),
  };
}

import type { Events } from '@mao/contracts';
import type { Handlers, Outbox } from '@mao/messaging';
import type { SagaEngine } from '@mao/saga';
import { onCampaignCancelRequested, onCampaignResumeRequested } from './campaign-cancel-requested.ts';
import { onCampaignRequested } from './campaign-requested.ts';
import { onClipPublished, onClipWithdrawn } from './clips.ts';
import { onSocialAccountConnected, onSocialAccountDisconnected } from './social-accounts.ts';

export function createHandlers(engine: SagaEngine, outbox: Outbox<Events>): Handlers<Events> {
  return {
    ClipPublished: onClipPublished,
    ClipWithdrawn: onClipWithdrawn,
    SocialAccountConnected: onSocialAccountConnected(engine, outbox),
    SocialAccountDisconnected: onSocialAccountDisconnected,
    CampaignRequested: onCampaignRequested(engine),
    CampaignCancelRequested: onCampaignCancelRequested(engine, outbox),
    CampaignResumeRequested: onCampaignResumeRequested(engine, outbox),
  };
}

import type { Events } from '@mao/contracts';
import type { Handlers, Outbox } from '@mao/messaging';
import type { SagaEngine } from '@mao/saga';
import { onClipPublished, onClipWithdrawn } from './clips.ts';
import { onSocialAccountConnected, onSocialAccountDisconnected } from './social-accounts.ts';
import { onAbTestArchived, onWinnerPublishRequested, onWinnerSelected } from './winners.ts';

/** Every event the publisher acts on. */
export function createHandlers(engine: SagaEngine, outbox: Outbox<Events>): Handlers<Events> {
  return {
    ClipPublished: onClipPublished,
    ClipWithdrawn: onClipWithdrawn,
    SocialAccountConnected: onSocialAccountConnected(engine, outbox),
    SocialAccountDisconnected: onSocialAccountDisconnected(engine),
    WinnerSelected: onWinnerSelected({ engine, outbox }),
    AbTestArchived: onAbTestArchived,
    WinnerPublishRequested: onWinnerPublishRequested({ engine, outbox }),
  };
}

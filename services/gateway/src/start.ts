import { catalogue, type Events } from '@mao/contracts';
import { messagingEntities, messagingMigrations, startMessaging } from '@mao/messaging';
import { createTokenCipher, openService } from '@mao/service-kit';
import { entities } from './entities/index.ts';
import { createHandlers } from './handlers/index.ts';
import { createApp } from './http/app.ts';
import { migrations } from './migrations/index.ts';
import { createWaiters } from './operations/waiters.ts';
import type { Settings } from './settings.ts';

const NAME = 'gateway';
const POOL_SIZE = 16;

/** The composition root: connects and wires everything; nothing is constructed elsewhere. */
export async function start(settings: Settings): Promise<void> {
  const service = await openService({
    name: NAME,
    settings,
    entities: [...entities, ...messagingEntities],
    migrations: [...messagingMigrations, ...migrations],
    poolSize: POOL_SIZE,
  });
  const { orm, notifier, logger, lifecycle } = service;

  const messaging = await startMessaging<Events>({
    ...service,
    service: NAME,
    catalogue,
    topics: ['clips', 'social-accounts', 'campaign-requests', 'insights-requests', 'ab-test-requests', 'publish-requests'],
  });
  lifecycle.onStop('messaging', () => messaging.stop());
  await messaging.consume({ group: NAME, handlers: createHandlers(notifier, messaging.outbox) });

  const waiters = createWaiters(orm, notifier);

  const context = {
    orm,
    outbox: messaging.outbox,
    notifier,
    waiters,
    cipher: createTokenCipher(settings.TOKEN_ENCRYPTION_KEY),
    logger,
    settings,
  };
  await service.listen({
    checks: [messaging.readiness],
    degradations: messaging.degradations,
    app: (health) => createApp(context, health),
  });
  // Registered last, so it comes first: requests that wait get their 202 while the server still answers.
  lifecycle.onStop('waiters', async () => waiters.close());
}

import { catalogue, type Events } from '@mao/contracts';
import { type MessagingPorts, messagingEntities, messagingMigrations, startMessaging } from '@mao/messaging';
import { createTokenCipher, type HostPorts, openService } from '@mao/service-kit';
import { entities } from './entities/index.ts';
import { createHandlers } from './handlers/index.ts';
import { createApp } from './http/app.ts';
import { migrations } from './migrations/index.ts';
import { createWaiters } from './operations/waiters.ts';
import type { Settings } from './settings.ts';

const NAME = 'gateway';
const POOL_SIZE = 16;

/** What the service is connected to; each port has a default, which is the real thing. */
type Ports = HostPorts & MessagingPorts;

/** The composition root: connects and wires everything; nothing is constructed elsewhere. */
export async function start(settings: Settings, ports: Ports = {}): Promise<void> {
  const service = await openService({
    ...ports,
    name: NAME,
    settings,
    entities: [...entities, ...messagingEntities],
    migrations: [...messagingMigrations, ...migrations],
    poolSize: POOL_SIZE,
  });
  const { orm, notifier, logger, lifecycle } = service;

  const messaging = await startMessaging<Events>({
    ...service,
    ...ports,
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

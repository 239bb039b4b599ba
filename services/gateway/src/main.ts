import { catalogue, type Events } from '@mao/contracts';
import { messagingEntities, messagingMigrations, startMessaging } from '@mao/messaging';
import { createTokenCipher, openService } from '@mao/service-kit';
import { entities } from './entities/index.ts';
import { createHandlers } from './handlers/index.ts';
import { createApp } from './http/app.ts';
import { migrations } from './migrations/index.ts';
import { createWaiters } from './operations/waiters.ts';
import { settingsSchema } from './settings.ts';

const NAME = 'gateway';
const POOL_SIZE = 16;

const service = await openService({
  name: NAME,
  settings: settingsSchema,
  entities: [...entities, ...messagingEntities],
  migrations: [...messagingMigrations, ...migrations],
  poolSize: POOL_SIZE,
});
const { settings, orm, notifier, logger, lifecycle } = service;

const messaging = await startMessaging<Events>({
  ...service,
  service: NAME,
  catalogue,
  topics: ['clips', 'social-accounts', 'campaign-requests', 'insights-requests'],
});
lifecycle.onStop('messaging', () => messaging.stop());
await messaging.consume({ group: NAME, handlers: createHandlers(notifier) });

const waiters = createWaiters(orm, notifier);
lifecycle.onStop('waiters', async () => waiters.close());

const context = {
  orm,
  outbox: messaging.outbox,
  notifier,
  waiters,
  cipher: createTokenCipher(settings.TOKEN_ENCRYPTION_KEY),
  logger,
  settings,
};
await service.listen({ checks: [messaging.readiness], app: (health) => createApp(context, health) });

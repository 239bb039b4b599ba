import { catalogue, type Events } from '@mao/contracts';
import { messagingEntities, messagingMigrations, startMessaging } from '@mao/messaging';
import { openService } from '@mao/service-kit';
import type { Settings } from './settings.ts';

const NAME = 'ab-evaluator';

/** The composition root: connects and wires everything; nothing is constructed elsewhere. */
export async function start(settings: Settings): Promise<void> {
  const service = await openService({
    name: NAME,
    settings,
    entities: messagingEntities,
    migrations: messagingMigrations,
  });

  const messaging = await startMessaging<Events>({ ...service, service: NAME, catalogue, topics: ['alerts'] });
  service.lifecycle.onStop('messaging', () => messaging.stop());

  await service.listen({ checks: [messaging.readiness], degradations: messaging.degradations });
}

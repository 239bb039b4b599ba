import { catalogue, type Events } from '@mao/contracts';
import { messagingEntities, messagingMigrations, startMessaging } from '@mao/messaging';
import { openService, systemClock } from '@mao/service-kit';
import { entities } from './entities/index.ts';
import { createHandlers } from './handlers/index.ts';
import { createPatience, RETRY } from './handlers/patience.ts';
import { startSchedule } from './jobs/schedule-evaluations.ts';
import { migrations } from './migrations/index.ts';
import type { Settings } from './settings.ts';

const NAME = 'ab-evaluator';

/** The composition root: connects and wires everything; nothing is constructed elsewhere. */
export async function start(settings: Settings): Promise<void> {
  const service = await openService({
    name: NAME,
    settings,
    entities: [...entities, ...messagingEntities],
    migrations: [...messagingMigrations, ...migrations],
  });
  const { orm, logger, lifecycle } = service;

  const messaging = await startMessaging<Events>({ ...service, service: NAME, catalogue, topics: ['ab-tests', 'alerts'] });
  lifecycle.onStop('messaging', () => messaging.stop());

  const deps = {
    outbox: messaging.outbox,
    clock: systemClock,
    patience: createPatience(systemClock),
    settleHours: settings.EVALUATION_SETTLE_HOURS,
    intervalMs: settings.EVALUATION_INTERVAL_MINUTES * 60_000,
  };
  await messaging.consume({ group: NAME, handlers: createHandlers(deps), retry: RETRY });
  const schedule = startSchedule({ ...deps, orm, logger });
  lifecycle.onStop('schedule', () => schedule.stop());

  await service.listen({ checks: [messaging.readiness], degradations: messaging.degradations });
}

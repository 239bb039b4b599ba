import { catalogue, type Events } from '@mao/contracts';
import { type MessagingPorts, messagingEntities, messagingMigrations, startMessaging } from '@mao/messaging';
import { type HostPorts, openService, systemClock } from '@mao/service-kit';
import { entities } from './entities/index.ts';
import { createHandlers } from './handlers/index.ts';
import { createPatience, RETRY } from './handlers/patience.ts';
import { startSchedule } from './jobs/schedule-evaluations.ts';
import { migrations } from './migrations/index.ts';
import type { Settings } from './settings.ts';

const NAME = 'ab-evaluator';

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
  });
  const { orm, logger, lifecycle } = service;

  const messaging = await startMessaging<Events>({
    ...service,
    ...ports,
    service: NAME,
    catalogue,
    topics: ['ab-tests', 'alerts'],
  });
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

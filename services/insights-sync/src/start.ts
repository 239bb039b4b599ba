import { catalogue, type Events } from '@mao/contracts';
import { createGraphClient, type GraphPorts, graphSettingsOf } from '@mao/graph-api';
import { faultPoint, type MessagingPorts, messagingEntities, messagingMigrations, startMessaging } from '@mao/messaging';
import { createSagaEngine, sagaEntities, sagaMigrations } from '@mao/saga';
import { createTokenCipher, type HostPorts, openService } from '@mao/service-kit';
import { entities } from './entities/index.ts';
import { createHandlers } from './handlers/index.ts';
import { startSchedule } from './jobs/schedule-syncs.ts';
import { migrations } from './migrations/index.ts';
import { failEndedRuns } from './runs/fail-ended-runs.ts';
import type { Settings } from './settings.ts';
import { syncSaga } from './sync-saga/definition.ts';
import type { SyncDeps } from './sync-saga/deps.ts';

const NAME = 'insights-sync';
const POOL_SIZE = 16;
/** Our part of each account's points; the orchestrator has the rest. Nothing of it is kept for writes: there are none here. */
const POINTS = { share: 0.2, writeReserve: 0 };

/** What the service is connected to; each port has a default, which is the real thing. */
type Ports = HostPorts & MessagingPorts & GraphPorts;

/** The composition root: connects and wires everything; nothing is constructed elsewhere. */
export async function start(settings: Settings, ports: Ports = {}): Promise<void> {
  const service = await openService({
    ...ports,
    name: NAME,
    settings,
    entities: [...entities, ...messagingEntities, ...sagaEntities],
    migrations: [...messagingMigrations, ...sagaMigrations, ...migrations],
    poolSize: POOL_SIZE,
  });
  const { orm, logger, metrics, lifecycle } = service;

  const graph = createGraphClient({ ...graphSettingsOf(settings, settings.SYNC_CONCURRENCY, POINTS), ...ports });
  lifecycle.onStop('graph', () => graph.close());

  const messaging = await startMessaging<Events>({
    ...service,
    ...ports,
    service: NAME,
    catalogue,
    topics: ['insights', 'alerts'],
  });
  lifecycle.onStop('messaging', () => messaging.stop());

  const engine = createSagaEngine<SyncDeps>({
    orm,
    definitions: [syncSaga({ maxRetries: settings.MAX_RETRIES, baseMs: settings.RETRY_DELAY_SECONDS * 1_000 })],
    deps: { orm, graph, cipher: createTokenCipher(settings.TOKEN_ENCRYPTION_KEY), outbox: messaging.outbox, logger },
    logger,
    metrics,
    concurrency: settings.SYNC_CONCURRENCY,
    onTransition: failEndedRuns(messaging.outbox),
    faultPoint,
  });
  engine.start();
  lifecycle.onStop('sagas', () => engine.stop());

  const intervalMs = settings.SYNC_INTERVAL_MINUTES * 60_000;
  await messaging.consume({ group: NAME, handlers: createHandlers(engine, intervalMs) });
  const schedule = startSchedule({ orm, engine, intervalMs, logger });
  lifecycle.onStop('schedule', () => schedule.stop());

  await service.listen({ checks: [messaging.readiness], degradations: messaging.degradations });
}

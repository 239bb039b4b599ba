import { catalogue, type Events } from '@mao/contracts';
import { createGraphClient, type GraphPorts, graphSettingsOf } from '@mao/graph-api';
import { faultPoint, type MessagingPorts, messagingEntities, messagingMigrations, startMessaging } from '@mao/messaging';
import { createSagaEngine, sagaEntities, sagaMigrations } from '@mao/saga';
import { createTokenCipher, type HostPorts, openService } from '@mao/service-kit';
import { entities } from './entities/index.ts';
import { createHandlers } from './handlers/index.ts';
import { migrations } from './migrations/index.ts';
import { createProjection } from './projections/on-transition.ts';
import { publishSaga } from './publish-saga/definition.ts';
import type { PublishDeps } from './publish-saga/deps.ts';
import { createReplicas } from './replicas/replicas.ts';
import { publishTimes, type Settings } from './settings.ts';

const NAME = 'publisher';
/**
 * A request that waits for facts of other topics is parked almost at once: while it held its place, nothing else would be fetched
 * from its broker, least of all what it waits for. Parked it is tried again every second.
 */
const RETRY = { inPlaceMs: 100, maxBackoffSeconds: 1, maxAttempts: 400 } as const;

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
  });
  const { orm, logger, metrics, lifecycle } = service;

  const graph = createGraphClient({ ...graphSettingsOf(settings, settings.PUBLISH_CONCURRENCY), ...ports });
  lifecycle.onStop('graph', () => graph.close());

  const messaging = await startMessaging<Events>({
    ...service,
    ...ports,
    service: NAME,
    catalogue,
    topics: ['publications', 'alerts'],
  });
  lifecycle.onStop('messaging', () => messaging.stop());

  const deps: PublishDeps = {
    graph,
    replicas: createReplicas(orm, createTokenCipher(settings.TOKEN_ENCRYPTION_KEY)),
    logger,
    times: publishTimes(settings),
    maxAttempts: settings.MAX_RETRIES + 1,
    retryBaseMs: settings.RETRY_DELAY_SECONDS * 1_000,
  };
  const engine = createSagaEngine<PublishDeps>({
    orm,
    definitions: [publishSaga(deps)],
    deps,
    logger,
    metrics,
    concurrency: settings.PUBLISH_CONCURRENCY,
    onTransition: createProjection(messaging.outbox),
    faultPoint,
  });
  engine.start();
  lifecycle.onStop('sagas', () => engine.stop());

  await messaging.consume({
    group: NAME,
    handlers: createHandlers(engine, messaging.outbox),
    retry: RETRY,
  });
  await service.listen({ checks: [messaging.readiness], degradations: messaging.degradations });
}

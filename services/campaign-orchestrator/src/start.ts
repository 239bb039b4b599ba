import { catalogue, type Events } from '@mao/contracts';
import { createGraphClient, type GraphPorts, graphSettingsOf } from '@mao/graph-api';
import { faultPoint, type MessagingPorts, messagingEntities, messagingMigrations, startMessaging } from '@mao/messaging';
import { createSagaEngine, sagaEntities, sagaMigrations } from '@mao/saga';
import { createTokenCipher, type HostPorts, openService } from '@mao/service-kit';
import { accountCheck } from './account-saga/check-account.ts';
import { accountPause } from './account-saga/pause-account.ts';
import { accountReconcile, type ReconcileDeps } from './account-saga/reconcile-account.ts';
import { campaignSaga } from './campaign-saga/definition.ts';
import type { CampaignDeps } from './campaign-saga/deps.ts';
import { entities } from './entities/index.ts';
import { createHandlers } from './handlers/index.ts';
import { startAccountJobs } from './jobs/account-jobs.ts';
import { migrations } from './migrations/index.ts';
import { createProjection } from './projections/on-transition.ts';
import { createReplicas } from './replicas/replicas.ts';
import { type Settings, settleMs } from './settings.ts';

const NAME = 'campaign-orchestrator';
const POOL_SIZE = 16;
const HTTP_CONNECTIONS_PER_SAGA = 4;
/** Of each account's points; the rest is for insights-sync, which knows nothing of us. */
const POINTS_SHARE = 0.8;

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

  const graph = createGraphClient({
    ...graphSettingsOf(settings, settings.SAGA_CONCURRENCY * HTTP_CONNECTIONS_PER_SAGA, { share: POINTS_SHARE }),
    ...ports,
  });
  lifecycle.onStop('graph', () => graph.close());

  const messaging = await startMessaging<Events>({
    ...service,
    ...ports,
    service: NAME,
    catalogue,
    topics: ['campaigns', 'alerts'],
  });
  lifecycle.onStop('messaging', () => messaging.stop());

  const deps: CampaignDeps & ReconcileDeps = {
    orm,
    graph,
    replicas: createReplicas(orm, createTokenCipher(settings.TOKEN_ENCRYPTION_KEY)),
    logger,
    markerSecret: settings.TOKEN_ENCRYPTION_KEY,
    settleMs: settleMs(settings),
    maxAttempts: settings.MAX_RETRIES + 1,
    retryBaseMs: settings.RETRY_DELAY_SECONDS * 1_000,
  };
  const engine = createSagaEngine<CampaignDeps & ReconcileDeps>({
    orm,
    definitions: [campaignSaga(deps), accountCheck, accountPause, accountReconcile],
    deps,
    logger,
    metrics,
    concurrency: settings.SAGA_CONCURRENCY,
    onTransition: createProjection(messaging.outbox),
    faultPoint,
  });
  engine.start();
  lifecycle.onStop('sagas', () => engine.stop());

  await messaging.consume({ group: NAME, handlers: createHandlers(engine, messaging.outbox) });
  const jobs = startAccountJobs({ orm, engine, logger, reconcileMinutes: settings.RECONCILE_INTERVAL_MINUTES });
  lifecycle.onStop('account jobs', () => jobs.stop());
  await service.listen({ checks: [messaging.readiness], degradations: messaging.degradations });
}

import { afterCommit, errorMessage, type Logger, type Metrics, newId } from '@mao/service-kit';
import type { EntityManager, MikroORM } from '@mikro-orm/postgresql';
import { canTurnBack } from './core/decide.ts';
import type { SagaDefinition } from './core/definition.ts';
import { hasEnded } from './core/saga-state.ts';
import { insertSaga } from './store/begin.ts';
import { type LoadedSaga, loadLocked, loadSaga, strangeKinds } from './store/load.ts';
import { createRegistry, type Registry } from './store/registry.ts';
import { clearHold, flagCancel, flagResume, flagWake, setHold } from './store/requests.ts';
import { recordOf, stateOf } from './store/saga-record.ts';
import { viewOf } from './store/view-of.ts';
import type { SagaTransition, SagaView } from './view.ts';
import { createDatabaseClock } from './worker/database-clock.ts';
import type { Flight } from './worker/flight.ts';
import { createWorker } from './worker/worker.ts';
import { createWorkerMetrics } from './worker/worker-metrics.ts';

const DEFAULT_CONCURRENCY = 64;
const DEFAULT_LEASE_MS = 8_000;
const DEFAULT_STOP_GRACE_MS = 5_000;

/** Where a test may kill the process: after the claim committed, around the remote call, after each later commit. */
export type FaultPoint = 'saga:after-claim' | 'saga:before-effect' | 'saga:after-effect' | 'saga:after-commit';

/**
 * accepted: recorded; it takes effect unless the pivot succeeds first · too-late: past the pivot, it will complete ·
 * already-finished: in an end state · unknown: no such saga.
 */
export type CancelAnswer = 'accepted' | 'too-late' | 'already-finished' | 'unknown';

/** Sagas by id, or all unfinished ones with a tag. */
export type SagaTarget = { readonly ids: readonly string[] } | { readonly tag: string };

export interface SagaEngineOptions<Deps> {
  readonly orm: MikroORM;
  /** Every (type, version) that may have unfinished sagas. Others are left alone and reported. */
  readonly definitions: readonly SagaDefinition<unknown, Deps>[];
  /** Handed to the steps. */
  readonly deps: Deps;
  readonly logger: Logger;
  readonly metrics?: Metrics;
  /** Sagas in flight in this process. Default 64. Waiting sagas do not count. */
  readonly concurrency?: number;
  /** A killed worker's sagas go on after this time. Default 8,000. */
  readonly leaseMs?: number;
  /** Names this worker in the lease; default a new id. Two live engines must never share one. */
  readonly ownerId?: string;
  /** Jitter of back-off; default Math.random. */
  readonly random?: () => number;
  /**
   * Writes what follows from the transitions (own tables, outbox) in their transaction. Each saga appears once. Only
   * transitions that really commit are given. When it throws for several sagas, it is called again for each alone, so it
   * must do nothing that a rollback does not undo.
   */
  readonly onTransition?: (em: EntityManager, transitions: readonly SagaTransition[]) => Promise<void>;
  /** Test hook. */
  readonly faultPoint?: (point: FaultPoint, sagaId: string) => void | Promise<void>;
}

/** All methods with an `em` run in its transaction; call them before you lock rows that `onTransition` also locks. */
export interface SagaEngine {
  start(): void;
  /** Claims nothing more, lets calls under way end for up to `graceMs` (default 5,000), then aborts them and gives the leases back. */
  stop(graceMs?: number): Promise<void>;
  /**
   * Begins a saga of the newest registered version of `type`. Idempotent on `id`. The trace of the caller goes with it.
   * `input` must be JSON. @throws Error for an unknown type or an input the definition cannot plan
   */
  begin(em: EntityManager, saga: { type: string; id: string; input: unknown; tag?: string }): Promise<'begun' | 'exists'>;
  requestCancel(em: EntityManager, id: string): Promise<CancelAnswer>;
  /** Takes a saga that needs attention up where it stopped, with fresh tries. False if there is none such. */
  resume(em: EntityManager, id: string): Promise<boolean>;
  /** Lets waiting steps (and back-offs) try now. Returns how many sagas were told. */
  wake(em: EntityManager, target: SagaTarget): Promise<number>;
  /** No step of these sagas is run until `release`; looks, compensations and deadlines go on. Sagas begun later are not held. */
  hold(em: EntityManager, target: SagaTarget, reason: string): Promise<number>;
  release(em: EntityManager, target: SagaTarget): Promise<number>;
  /** May be called outside a transaction. */
  read(em: EntityManager, id: string): Promise<SagaView | undefined>;
}

/** Builds the durable step engine: requests of sagas for the service's transactions, and the worker that drives them. */
export function createSagaEngine<Deps>(options: SagaEngineOptions<Deps>): SagaEngine {
  const registry = createRegistry(options.definitions);
  const flights = new Map<string, Flight>();
  const worker = createWorker(
    {
      orm: options.orm,
      registry,
      deps: options.deps,
      logger: options.logger,
      metrics: createWorkerMetrics(options.metrics, options.orm, () => flights.size),
      clock: createDatabaseClock(),
      random: options.random ?? Math.random,
      ownerId: options.ownerId ?? newId(),
      leaseMs: options.leaseMs ?? DEFAULT_LEASE_MS,
      concurrency: options.concurrency ?? DEFAULT_CONCURRENCY,
      onTransition: options.onTransition ?? (async () => {}),
      faultPoint: options.faultPoint ?? (() => {}),
    },
    flights,
  );
  const wakeAfterCommit = (em: EntityManager): void => afterCommit(em, worker, worker.wake);
  return {
    start() {
      worker.start();
      void reportStrangers(options, registry);
    },
    stop: (graceMs = DEFAULT_STOP_GRACE_MS) => worker.stop(graceMs),
    async begin(em, saga) {
      const definition = registry.newest(saga.type);
      definition.plan(saga.input);
      const isNew = await insertSaga(em, { ...saga, version: definition.version });
      if (isNew) wakeAfterCommit(em);
      return isNew ? 'begun' : 'exists';
    },
    async requestCancel(em, id) {
      const answer = await cancel(registry, em, id);
      if (answer === 'accepted') wakeAfterCommit(em);
      return answer;
    },
    async resume(em, id) {
      const isResumed = await flagResume(em, id);
      if (isResumed) wakeAfterCommit(em);
      return isResumed;
    },
    async wake(em, target) {
      wakeAfterCommit(em);
      return flagWake(em, target);
    },
    hold: setHold,
    async release(em, target) {
      wakeAfterCommit(em);
      return clearHold(em, target);
    },
    async read(em, id) {
      const loaded = await loadSaga(em, id);
      return loaded && viewOf(recordOf(loaded.saga), stateFrom(registry, loaded));
    },
  };
}

/** Nobody would ever notice a saga whose definition was removed too early. */
async function reportStrangers(options: { orm: MikroORM; logger: Logger }, registry: Registry<unknown>): Promise<void> {
  try {
    const strangers = await strangeKinds(options.orm.em.fork(), registry.kinds);
    if (strangers.length > 0)
      options.logger.error({ strangers }, 'unfinished sagas have no registered definition and stand still');
  } catch (error) {
    options.logger.warn({ reason: errorMessage(error) }, 'could not look for sagas without a definition');
  }
}

async function cancel(registry: Registry<unknown>, em: EntityManager, id: string): Promise<CancelAnswer> {
  const loaded = await loadLocked(em, id);
  if (!loaded) return 'unknown';
  const state = stateFrom(registry, loaded);
  if (hasEnded(state.status)) return 'already-finished';
  // It is being undone already, for this or another reason.
  if (state.heading !== 'completed') return 'accepted';
  if (!canTurnBack(registry.plan(loaded.saga.type, loaded.saga.definition_version, loaded.saga.input), state)) return 'too-late';
  await flagCancel(em, id);
  return 'accepted';
}

function stateFrom(registry: Registry<unknown>, { saga, steps }: LoadedSaga) {
  return stateOf(registry.plan(saga.type, saga.definition_version, saga.input), saga, steps);
}

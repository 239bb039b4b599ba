import type { Logger } from '@mao/service-kit';
import type { EntityManager, MikroORM } from '@mikro-orm/postgresql';
import type { FaultPoint } from '../engine.ts';
import type { Registry } from '../store/registry.ts';
import type { SagaTransition } from '../view.ts';
import type { DatabaseClock } from './database-clock.ts';
import type { WorkerMetrics } from './worker-metrics.ts';

/** What the parts of one worker share. */
export interface WorkerContext {
  readonly orm: MikroORM;
  readonly registry: Registry<unknown>;
  readonly deps: unknown;
  readonly logger: Logger;
  readonly metrics: WorkerMetrics;
  readonly clock: DatabaseClock;
  readonly random: () => number;
  readonly ownerId: string;
  readonly leaseMs: number;
  readonly concurrency: number;
  readonly onTransition: (em: EntityManager, transitions: readonly SagaTransition[]) => Promise<void>;
  readonly faultPoint: (point: FaultPoint, sagaId: string) => void | Promise<void>;
}

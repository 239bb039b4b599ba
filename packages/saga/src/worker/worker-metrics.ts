import { createMetrics, type Metrics } from '@mao/service-kit';
import type { MikroORM } from '@mikro-orm/postgresql';
import type { SagaTransition } from '../view.ts';

export interface WorkerMetrics {
  committed(transitions: readonly SagaTransition[]): void;
  leaseLost(): void;
  lateOutcome(): void;
}

/** Finished sagas are counted as they finish; only the open ones are few enough to be counted by the database. */
export function createWorkerMetrics(given: Metrics | undefined, orm: MikroORM, inFlight: () => number): WorkerMetrics {
  const metrics = given ?? createMetrics('saga');
  const finished = metrics.counter('saga_finished_total', 'sagas that reached an end state', ['type', 'status']);
  const batches = metrics.histogram(
    'saga_commit_batch_size',
    'sagas whose transitions shared a commit',
    [1, 2, 4, 8, 16, 32, 64, 128],
  );
  const lost = metrics.counter('saga_leases_lost_total', 'outcomes dropped because another worker had taken the saga over');
  const late = metrics.counter('saga_late_outcomes_total', 'outcomes that came after their call was given up');
  metrics.observed('saga_in_flight', 'sagas this process is driving', (gauge) => gauge.set(inFlight()));
  metrics.observed('sagas_open', 'unfinished sagas by state', (gauge) => countOpen(orm, gauge), ['type', 'status']);
  return {
    committed(transitions) {
      if (transitions.length > 0) batches.observe(transitions.length);
      for (const { saga, events } of transitions) {
        if (events.some(({ type }) => type === 'finished' || type === 'attention-needed')) {
          finished.inc({ type: saga.type, status: saga.status });
        }
      }
    },
    leaseLost: () => lost.inc(),
    lateOutcome: () => late.inc(),
  };
}

async function countOpen(
  orm: MikroORM,
  gauge: { reset(): void; set(labels: Record<string, string>, value: number): void },
): Promise<void> {
  // Without a database the last known values stay: /metrics must go on answering.
  const rows = await orm.em
    .fork()
    .execute<{ type: string; status: string; count: string }[]>(
      `select type, status, count(*) as count from sagas where status in ('running','compensating','needs_attention') group by type, status`,
    )
    .catch(() => undefined);
  if (!rows) return;
  gauge.reset();
  for (const { type, status, count } of rows) gauge.set({ type, status }, Number(count));
}

import type { SagaEngine } from '@mao/saga';
import { errorMessage, type Logger, newId, sleep } from '@mao/service-kit';
import type { MikroORM } from '@mikro-orm/postgresql';
import { ACCOUNT_CHECK } from '../account-saga/check-account.ts';
import { accountTag } from '../account-saga/deps.ts';
import { ACCOUNT_RECONCILE } from '../account-saga/reconcile-account.ts';

const CHECK_MINUTES = 24 * 60;
const LOOK_EVERY_MS = 5_000;
const BATCH = 50;

/** Begins the daily check and the reconcile of each account when it is due. Several processes share the work: a due row goes to one of them. */
export function startAccountJobs(options: Jobs): { stop(): Promise<void> } {
  const stopping = new AbortController();
  const running = run(options, stopping.signal);
  return {
    async stop() {
      stopping.abort();
      await running;
    },
  };
}

interface Jobs {
  readonly orm: MikroORM;
  readonly engine: SagaEngine;
  readonly logger: Logger;
  readonly reconcileMinutes: number;
}

async function run({ orm, engine, logger, reconcileMinutes }: Jobs, signal: AbortSignal): Promise<void> {
  const jobs = [
    { type: ACCOUNT_CHECK, column: 'next_check_at', everyMinutes: CHECK_MINUTES },
    { type: ACCOUNT_RECONCILE, column: 'next_reconcile_at', everyMinutes: reconcileMinutes },
  ] as const;
  while (!signal.aborted) {
    try {
      for (const job of jobs) await beginDue(orm, engine, job);
    } catch (error) {
      logger.warn({ reason: errorMessage(error) }, 'due account jobs could not be begun; trying again');
    }
    await sleep(LOOK_EVERY_MS, signal);
  }
}

async function beginDue(
  orm: MikroORM,
  engine: SagaEngine,
  job: { type: string; column: 'next_check_at' | 'next_reconcile_at'; everyMinutes: number },
): Promise<void> {
  await orm.em.fork().transactional(async (em) => {
    const due = await em.execute<{ id: string }[]>(
      `with due as (
         update social_accounts set ${job.column} = now() + ? * interval '1 minute'
         where id in (select id from social_accounts where disconnected_at is null and ${job.column} <= now() order by ${job.column} limit ? for update skip locked)
         returning id
       ) select id from due order by id`,
      [job.everyMinutes, BATCH],
    );
    for (const { id } of due)
      await engine.begin(em, { type: job.type, id: newId(), input: { socialAccountId: id }, tag: accountTag(id) });
  });
}

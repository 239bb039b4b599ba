import type { SagaEngine } from '@mao/saga';
import { errorMessage, type Logger, newId, sleep } from '@mao/service-kit';
import type { MikroORM } from '@mikro-orm/postgresql';
import { ACCOUNT_CHECK } from '../account-saga/check-account.ts';
import { accountTag } from '../account-saga/deps.ts';

const LOOK_EVERY_MS = 60_000;
const BATCH = 50;

/** Begins the daily check of each account when it is due. Several processes share the work: a due row goes to one of them. */
export function startAccountChecks(options: { orm: MikroORM; engine: SagaEngine; logger: Logger }): { stop(): Promise<void> } {
  const stopping = new AbortController();
  const running = run(options, stopping.signal);
  return {
    async stop() {
      stopping.abort();
      await running;
    },
  };
}

async function run(
  { orm, engine, logger }: { orm: MikroORM; engine: SagaEngine; logger: Logger },
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    try {
      await beginDueChecks(orm, engine);
    } catch (error) {
      logger.warn({ reason: errorMessage(error) }, 'due account checks could not be begun; trying again');
    }
    await sleep(LOOK_EVERY_MS, signal);
  }
}

/** @returns how many were begun */
export async function beginDueChecks(orm: MikroORM, engine: SagaEngine): Promise<number> {
  return orm.em.fork().transactional(async (em) => {
    const due = await em.execute<{ id: string }[]>(
      `update social_accounts set next_check_at = now() + interval '24 hours'
       where id in (select id from social_accounts where disconnected_at is null and next_check_at <= now() order by next_check_at limit ? for update skip locked)
       returning id`,
      [BATCH],
    );
    for (const { id } of due)
      await engine.begin(em, { type: ACCOUNT_CHECK, id: newId(), input: { socialAccountId: id }, tag: accountTag(id) });
    return due.length;
  });
}

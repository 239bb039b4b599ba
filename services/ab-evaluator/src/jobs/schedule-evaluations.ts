import { continueTrace, errorMessage, type Logger, newId, query, runWithTrace, sleep } from '@mao/service-kit';
import type { EntityManager, MikroORM } from '@mikro-orm/postgresql';
import { nextEvaluation } from '../domain/next-evaluation.ts';
import { Campaign } from '../entities/campaign.ts';
import { MetaAbTest } from '../entities/meta-ab-test.ts';
import { type JudgeDeps, judgeTest } from '../evaluation/judge-test.ts';

/** How late a judgement may be. What is due stands in the table; this is only how often it is looked at. */
const POLL_MS = 5_000;
/** A test that cannot be judged steps back, so that it does not hold up the others. */
const STEP_BACK_MINUTES = 15;

/** A test another process is working on is passed over. The database's clock decides, as it is everybody's. */
const CLAIM = `
  select test.id, (extract(epoch from clock_timestamp()) * 1000)::float8 as "nowMs"
  from meta_ab_tests test
  where test.status in ('active', 'needs_more_data') and test.next_evaluation_at <= clock_timestamp()
    and exists (select from campaigns campaign where campaign.id = test.campaign_id and campaign.removed_at is null)
  order by test.next_evaluation_at limit 1 for update of test skip locked`;

export interface ScheduleDeps extends JudgeDeps {
  readonly intervalMs: number;
  readonly logger: Logger;
}

/** Judges the test that has been due longest, in a transaction of its own. @returns whether there was one */
export async function judgeDueTest(em: EntityManager, deps: ScheduleDeps): Promise<boolean> {
  let dueId: string | undefined;
  try {
    return await em.fork().transactional(async (transaction) => {
      const [due] = await query<{ id: string; nowMs: number }>(transaction, CLAIM);
      dueId = due?.id;
      if (due === undefined) return false;
      const test = await transaction.findOneOrFail(MetaAbTest, due.id);
      const campaign = await transaction.findOneOrFail(Campaign, test.campaignId);
      transaction.assign(test, { nextEvaluationAt: nextEvaluation(new Date(due.nowMs), test, deps.intervalMs) });
      // Nobody asked for this one: its events are a story of their own.
      await runWithTrace({ correlationId: newId(), traceparent: continueTrace() }, () =>
        judgeTest(transaction, deps, { test, campaign, requestId: null, force: null }),
      );
      return true;
    });
  } catch (error) {
    if (dueId === undefined) throw error;
    deps.logger.warn({ abTestId: dueId, reason: errorMessage(error) }, 'a due A/B test could not be judged; trying again later');
    await em
      .fork()
      .execute(`update meta_ab_tests set next_evaluation_at = clock_timestamp() + ? * interval '1 minute' where id = ?`, [
        STEP_BACK_MINUTES,
        dueId,
      ]);
    return true;
  }
}

/** Keeps looking for due tests until it is stopped. */
export function startSchedule(options: ScheduleDeps & { readonly orm: MikroORM }): { stop(): Promise<void> } {
  const stopping = new AbortController();
  async function keepLooking(): Promise<void> {
    while (!stopping.signal.aborted) {
      let found = false;
      try {
        found = await judgeDueTest(options.orm.em.fork(), options);
      } catch (error) {
        options.logger.warn({ reason: errorMessage(error) }, 'could not look for due A/B tests; looking again soon');
      }
      if (!found) await sleep(POLL_MS, stopping.signal);
    }
  }
  const running = keepLooking();
  return {
    async stop() {
      stopping.abort();
      await running;
    },
  };
}

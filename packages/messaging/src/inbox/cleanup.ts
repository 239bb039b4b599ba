import { errorMessage, type Logger, query, sleep } from '@mao/service-kit';
import type { EntityManager } from '@mikro-orm/postgresql';

/** Longer than any topic keeps events (7 to 14 days) plus the time in which a dead letter may be replayed. */
const RETENTION_DAYS = 30;
const EVERY_MS = 3_600_000;
/** Small enough not to hold locks that a consumer would notice. */
const BATCH = 5_000;

const DELETE_OLD = `
delete from inbox where (group_name, event_id) in (
  select group_name, event_id from inbox where received_at < now() - make_interval(days => $1) order by received_at limit ${BATCH})
returning 1`;

/** @returns how many rows went */
export async function cleanInbox(em: EntityManager, retentionDays: number, signal?: AbortSignal): Promise<number> {
  let total = 0;
  while (!signal?.aborted) {
    const gone = await query(em, DELETE_OLD, [retentionDays]);
    total += gone.length;
    if (gone.length < BATCH) break;
  }
  return total;
}

/** Forgets old events once an hour. Several processes doing so at once only share the work. */
export function startInboxCleanup(options: { em: () => EntityManager; logger: Logger; retentionDays?: number }): {
  stop(): Promise<void>;
} {
  const stopping = new AbortController();

  async function run(): Promise<void> {
    for (;;) {
      await sleep(EVERY_MS, stopping.signal);
      if (stopping.signal.aborted) return;
      try {
        const rows = await cleanInbox(options.em(), options.retentionDays ?? RETENTION_DAYS, stopping.signal);
        if (rows > 0) options.logger.info({ rows }, 'old inbox rows removed');
      } catch (error) {
        options.logger.warn({ reason: errorMessage(error) }, 'inbox clean-up failed; next try in an hour');
      }
    }
  }

  const running = run();
  return {
    async stop() {
      stopping.abort();
      await running;
    },
  };
}

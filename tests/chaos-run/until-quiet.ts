import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';

/** One row per reason why a service is not quiet yet. */
const UNREST: Readonly<Record<string, readonly string[]>> = {
  all: [`select 'outbox' as why from outbox limit 1`, `select 'parked messages' as why from parked_messages limit 1`],
  'campaign-orchestrator': [
    `select 'a campaign' as why from sagas where type = 'campaign' and finished_at is null limit 1`,
    // What the standing sweep would find it must have had a chance to find.
    `select 'a sweep' as why from social_accounts a where not exists (
       select from sagas s where s.type = 'account-reconcile' and s.status = 'completed' and s.created_at > $1 and s.tag like '%' || a.id || '%') limit 1`,
  ],
  'insights-sync': [`select 'a sync' as why from sync_runs where state = 'running' limit 1`],
  publisher: [`select 'a publication' as why from publish_logs where status in ('pending', 'processing', 'retry') limit 1`],
};
const EVERY_MS = 1_000;

/**
 * Waits until nothing is under way any more, and every account has been swept once since `since`. Ends at the deadline in
 * any case: what is not right then is for the checker to say.
 */
export async function untilQuiet(options: {
  readonly databases: Readonly<Record<string, string>>;
  readonly since: number;
  readonly deadlineAt: number;
}): Promise<void> {
  while (Date.now() < options.deadlineAt) {
    const reasons = await Promise.all(
      Object.entries(options.databases).map(([service, url]) => unrestOf(service, url, new Date(options.since))),
    );
    if (reasons.flat().length === 0) return;
    await delay(EVERY_MS);
  }
}

async function unrestOf(service: string, url: string, since: Date): Promise<string[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const found: string[] = [];
    for (const sql of [...(UNREST['all'] ?? []), ...(UNREST[service] ?? [])]) {
      const { rows } = await client.query<{ why: string }>(sql, sql.includes('$1') ? [since] : []);
      found.push(...rows.map(({ why }) => `${service}: ${why}`));
    }
    return found;
  } finally {
    await client.end();
  }
}

import type { Metrics } from '@mao/service-kit';
import { query } from '@mao/service-kit';
import type { MikroORM } from '@mikro-orm/postgresql';
import { outboxState } from './outbox/outbox-state.ts';

const PARKED_KEYS = `
select group_name, count(*)::int as keys
from (select distinct group_name, topic, key from parked_messages) lines group by group_name`;

/**
 * Registers what is read from the tables when somebody asks. Without a database the last known values stay: /metrics must
 * go on answering.
 * @returns to be called with the number of events of each acknowledged send
 */
export function registerDatabaseMetrics(metrics: Metrics, orm: MikroORM): (count: number) => void {
  const published = metrics.counter('messaging_published_total', 'Events acknowledged by the broker');
  metrics.observed('messaging_outbox_oldest_age_seconds', 'Age of the oldest event not yet published', async (gauge) => {
    const state = await outboxState(orm.em.fork()).catch(() => undefined);
    if (state) gauge.set(state.oldestAgeSeconds);
  });
  metrics.observed(
    'messaging_parked_keys',
    'Keys waiting behind a failure',
    async (gauge) => {
      const rows = await query<{ group_name: string; keys: number }>(orm.em.fork(), PARKED_KEYS).catch(() => undefined);
      if (!rows) return;
      gauge.reset();
      for (const row of rows) gauge.set({ group: row.group_name }, row.keys);
    },
    ['group'],
  );
  return (count) => published.inc(count);
}

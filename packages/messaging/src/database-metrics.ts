import type { Gauge, Metrics } from '@mao/service-kit';
import { query } from '@mao/service-kit';
import type { MikroORM } from '@mikro-orm/postgresql';
import { outboxState } from './outbox/outbox-state.ts';

const PARKED_KEYS = `
select group_name, count(*)::int as n
from (select distinct group_name, topic, key from parked_messages) lines group by group_name`;

/** What was given up and not replayed with success; an index holds exactly these rows. */
const DEAD_LETTERS = `select group_name, count(*)::int as n from inbox where is_dead group by group_name`;

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
  observeGroups(metrics, orm, { name: 'messaging_parked_keys', help: 'Keys waiting behind a failure', sql: PARKED_KEYS });
  observeGroups(metrics, orm, {
    name: 'messaging_dead_letter_depth',
    help: 'Messages given up that nobody has replayed with success',
    sql: DEAD_LETTERS,
  });
  return (count) => published.inc(count);
}

function observeGroups(metrics: Metrics, orm: MikroORM, { name, help, sql }: { name: string; help: string; sql: string }): void {
  const read = async (gauge: Gauge): Promise<void> => {
    const rows = await query<{ group_name: string; n: number }>(orm.em.fork(), sql).catch(() => undefined);
    if (!rows) return;
    gauge.reset();
    for (const row of rows) gauge.set({ group: row.group_name }, row.n);
  };
  metrics.observed(name, help, read, ['group']);
}

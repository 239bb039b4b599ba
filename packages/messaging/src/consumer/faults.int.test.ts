import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createMetrics } from '@mao/service-kit';
import { waitFor } from '@mao/service-kit/testing';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Envelope } from '../envelope.ts';
import { cleanInbox } from '../inbox/cleanup.ts';
import { readTopic } from '../testing/read-topic.ts';
import { type OrderPlaced, orderPlaced } from '../testing/test-catalogue.ts';
import { openTestRig, type TestRig } from '../testing/test-rig.ts';
import { listParked, releaseParked } from './parked-lines.ts';

let rig: TestRig;
beforeEach(async () => {
  rig = await openTestRig();
});
afterEach(async () => {
  await rig.close();
});

async function record(event: Envelope<OrderPlaced>, em: EntityManager): Promise<void> {
  await em.execute('insert into effects (key, number, event_id) values (?, ?, ?)', [event.key, event.data.number, event.id]);
}

const countEffects = async () => (await rig.sql<{ n: number }>('select count(*)::int n from effects'))[0]?.n ?? 0;

describe('a consumer in trouble', () => {
  test('M17: with its database sessions cut again and again it loses nothing, does nothing twice, and blames no message', async () => {
    const total = 600;
    let handled = 0;
    const messaging = await rig.start({
      handlers: {
        OrderPlaced: async (event, em) => {
          handled += 1;
          if (handled % 70 === 50 && handled < 500) await cutSessions();
          await record(event, em);
        },
      },
      maxAttempts: 1_000,
    });
    const events = Array.from({ length: total }, (_, number) => orderPlaced(`k${number % 6}`, number));
    await rig.em().transactional((em) => messaging.outbox.append(em, events));
    await waitFor('all effects', async () => (await countEffects()) >= total, { timeoutMs: 50_000, everyMs: 100 });
    const perKey = await rig.sql<{ numbers: number[] }>('select array_agg(number order by id) numbers from effects group by key');
    for (const { numbers } of perKey) expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
    expect(await countEffects()).toBe(total);
    expect(await rig.sql('select from inbox where is_dead')).toEqual([]);
  }, 60_000);

  test('many that a killed process left unfinished run in small groups: a kill from outside must not cost each of them a transaction', async () => {
    const total = 60;
    const messaging = await rig.start();
    const events = Array.from({ length: total }, (_, number) => orderPlaced('k', number));
    await rig.em().transactional((em) => messaging.outbox.append(em, events));
    await waitFor('the relay', async () => (await rig.sql('select from outbox')).length === 0);
    // What a process notes before it runs a chunk, and leaves behind when it is killed.
    await rig.sql(`insert into consumer_ranges (group_name, topic, partition, first_offset, last_offset)
      select 'test', 'orders', partition, 0, ${total - 1} from generate_series(0, 5) partition`);
    await rig.start({ handlers: { OrderPlaced: record } });
    await waitFor('all effects', async () => (await countEffects()) >= total);
    expect(await countEffects()).toBe(total);
    const [inbox] = await rig.sql<{ transactions: number }>('select count(distinct received_at)::int transactions from inbox');
    expect(inbox?.transactions).toBeLessThanOrEqual(total / 5);
  });

  test('two replicas share a group: every event takes effect once, in order per key, while one comes and goes', async () => {
    const handlers = { OrderPlaced: record };
    const first = await rig.start({ handlers });
    const second = await rig.start({ handlers });
    const send = (from: number) =>
      rig.em().transactional((em) =>
        first.outbox.append(
          em,
          Array.from({ length: 300 }, (_, index) => orderPlaced(`k${index % 6}`, from + index)),
        ),
      );
    await send(0);
    await waitFor('some effects', async () => (await countEffects()) > 0);
    await second.stop();
    await send(300);
    await rig.start({ handlers });
    await send(600);
    await waitFor('all effects', async () => (await countEffects()) >= 900, { timeoutMs: 40_000, everyMs: 100 });
    expect(await countEffects()).toBe(900);
    const perKey = await rig.sql<{ numbers: number[] }>('select array_agg(number order by id) numbers from effects group by key');
    for (const { numbers } of perKey) expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
  }, 60_000);

  test('handlers of one chunk do not see entities that another one loaded, and a failing one takes nobody with it', async () => {
    const messaging = await rig.start({
      handlers: {
        OrderPlaced: async (event, em) => {
          await record(event, em);
          if (event.data.number === 13) throw new Error('after its write');
        },
      },
      inPlaceMs: 50,
      maxAttempts: 2,
    });
    const events = Array.from({ length: 20 }, (_, number) => orderPlaced(`k${number}`, number));
    await rig.em().transactional((em) => messaging.outbox.append(em, events));
    await waitFor('the others', async () => (await countEffects()) === 19);
    await waitFor('the dead letter', async () => (await rig.sql('select from inbox where is_dead')).length === 1);
    expect(await rig.sql('select from effects where number = 13')).toEqual([]);
  });

  test('parked keys can be listed, and released before they are due', async () => {
    let isBroken = true;
    const messaging = await rig.start({
      handlers: {
        OrderPlaced: async (event, em) => {
          if (isBroken) throw new Error('not yet');
          await record(event, em);
        },
      },
      inPlaceMs: 50,
      maxAttempts: 1_000,
    });
    await rig.em().transactional((em) => messaging.outbox.append(em, [orderPlaced('k', 1), orderPlaced('k', 2)]));
    const [line] = await waitFor('the line', async () => {
      const lines = await listParked(rig.em());
      return lines[0]?.messages === 2 && lines;
    });
    expect(line).toMatchObject({ group: 'test', topic: 'orders', key: 'k', errorClass: 'Error', errorMessage: 'not yet' });
    await rig.sql(`update parked_messages set next_attempt_at = now() + interval '1 hour' where next_attempt_at is not null`);
    isBroken = false;
    expect(await releaseParked(rig.em(), { group: 'test', topic: 'orders', key: 'k' })).toBe(1);
    await waitFor('both effects', async () => (await countEffects()) === 2);
  });

  test('M14: a parked message whose starts are never finished is dead-lettered without another one, and its key goes on', async () => {
    const fails = async (): Promise<void> => Promise.reject(new Error('not yet'));
    const messaging = await rig.start({ handlers: { OrderPlaced: fails }, inPlaceMs: 50, maxAttempts: 1_000 });
    await rig.em().transactional((em) => messaging.outbox.append(em, [orderPlaced('k', 1), orderPlaced('k', 2)]));
    await waitFor('the line', async () => (await rig.sql('select from parked_messages')).length === 2);
    await messaging.stop();
    // As processes leave it that died with it, one after the other.
    await rig.sql('update parked_messages set attempts = 1003, next_attempt_at = now() where next_attempt_at is not null');
    await rig.start({ handlers: { OrderPlaced: record }, maxAttempts: 1_000 });
    await waitFor('the dead letter', async () => (await rig.sql('select from inbox where is_dead')).length === 1);
    await waitFor('the message behind it', async () => (await countEffects()) === 1);
    expect(await rig.sql('select number from effects')).toEqual([{ number: 2 }]);
    const [dead] = await readTopic(rig.client, 'orders.test.dlq', 1);
    expect(dead?.headers['x-dlq-error-class']?.toString()).toBe('ProcessKilled');
  });

  test('M29: metrics move: published, verdicts, failures, parked keys, dead letters, outbox age, lag', async () => {
    const metrics = createMetrics('test');
    const messaging = await rig.start({
      metrics,
      handlers: {
        OrderPlaced: async (event, em) => {
          if (event.key === 'bad') throw new Error('no');
          await record(event, em);
        },
      },
      inPlaceMs: 50,
      maxAttempts: 2,
    });
    await rig.em().transactional((em) => messaging.outbox.append(em, [orderPlaced('bad', 1), orderPlaced('fine', 2)]));
    await waitFor('the parked key', async () => /messaging_parked_keys\{.*group="test".*\} 1/.test(await metrics.render()));
    await waitFor('the dead letter', async () =>
      /messaging_dead_letters_total\{.*error="Error".*\} 1/.test(await metrics.render()),
    );
    await waitFor('the dead letter to be published', async () => /messaging_published_total\S* 3/.test(await metrics.render()));
    const text = await metrics.render();
    expect(text).toMatch(/messaging_inbox_events_total\{.*verdict="fresh".*\} 1/);
    expect(text).toMatch(/messaging_handler_failures_total\{.*error="Error".*\} [2-9]/);
    expect(text).toMatch(/messaging_parked_total\{.*\} 1/);
    expect(text).toMatch(/messaging_outbox_oldest_age_seconds\S* 0/);
    expect(text).toMatch(/messaging_consumer_lag_messages\{.*topic="orders".*\} 0/);
    expect(text).not.toMatch(/messaging_parked_keys\{.*group="test".*\} 1/);
  });

  test('old inbox rows go, young ones stay', async () => {
    await rig.sql(
      `insert into inbox (group_name, event_id, received_at) select 'g', gen_random_uuid(), now() - interval '31 days' from generate_series(1, 7000)`,
    );
    await rig.sql(`insert into inbox (group_name, event_id) values ('g', gen_random_uuid())`);
    expect(await cleanInbox(rig.em(), 30)).toBe(7_000);
    expect(await rig.sql('select from inbox')).toHaveLength(1);
  });
});

/** Ends every session of the rig's database but the one that asks. */
async function cutSessions(): Promise<void> {
  await rig
    .sql('select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()')
    .catch(() => undefined);
}

import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { AppError, createMetrics, type Metrics } from '@mao/service-kit';
import { waitFor } from '@mao/service-kit/testing';
import type { EntityManager } from '@mikro-orm/postgresql';
import { replayDeadLetter } from './dead-letters/replay.ts';
import { scanDeadLetters } from './dead-letters/scan.ts';
import type { Envelope } from './envelope.ts';
import { createKafkajsPublisher } from './kafka/kafkajs-publisher.ts';
import { readTopic } from './testing/read-topic.ts';
import { type OrderPlaced, orderPlaced } from './testing/test-catalogue.ts';
import { openTestRig, type TestRig, testLogger } from './testing/test-rig.ts';

let rig: TestRig;
let metrics: Metrics;
beforeEach(async () => {
  rig = await openTestRig();
  metrics = createMetrics('test');
});
afterEach(async () => {
  await rig.close();
});

async function record(event: Envelope<OrderPlaced>, em: EntityManager): Promise<void> {
  await em.execute('insert into effects (key, number) values (?, ?)', [event.key, event.data.number]);
}

/** The largest value among the series of a metric that carry all of these labels; undefined when there is none. */
async function valueIn(name: string, labels: Readonly<Record<string, string>> = {}): Promise<number | undefined> {
  const lines = (await metrics.render()).split('\n').filter((line) => line.startsWith(`${name}{`) || line.startsWith(`${name} `));
  const fitting = lines.filter((line) => Object.entries(labels).every(([label, value]) => line.includes(`${label}="${value}"`)));
  return fitting.length === 0 ? undefined : Math.max(...fitting.map((line) => Number(line.split(' ').at(-1))));
}

const untilValue = (name: string, labels: Record<string, string>, fits: (value: number | undefined) => boolean) =>
  waitFor(`${name} ${JSON.stringify(labels)}`, async () => fits(await valueIn(name, labels)));

describe('M29: each metric moves', () => {
  test('consumer lag in messages and in seconds, while a handler holds its partition, and back', async () => {
    const gate = Promise.withResolvers<void>();
    const messaging = await rig.start({
      metrics,
      handlers: {
        OrderPlaced: async (event, em) => {
          await gate.promise;
          await record(event, em);
        },
      },
    });
    const events = Array.from({ length: 5 }, (_, number) => orderPlaced('k', number));
    await rig.em().transactional((em) => messaging.outbox.append(em, events));
    const topic = { group: 'test', topic: 'orders' };
    await untilValue('messaging_consumer_lag_messages', topic, (value) => value !== undefined && value > 0);
    await untilValue('messaging_consumer_lag_seconds', topic, (value) => value !== undefined && value > 0.2);
    gate.resolve();
    await untilValue('messaging_consumer_lag_messages', topic, (value) => value === 0);
    await untilValue('messaging_consumer_lag_seconds', topic, (value) => value === 0);
  });

  test('whether the consumer is connected', async () => {
    const messaging = await rig.start({ metrics, handlers: { OrderPlaced: record } });
    await untilValue('messaging_consumer_connected', { group: 'test' }, (value) => value === 1);
    await messaging.stop();
    await untilValue('messaging_consumer_connected', { group: 'test' }, (value) => value === 0);
  });

  test('the age of the oldest event in the outbox, and the number of published ones', async () => {
    const first = await rig.start({ metrics });
    await rig.em().transactional((em) => first.outbox.append(em, orderPlaced('k', 1)));
    await untilValue('messaging_published_total', {}, (value) => value === 1);
    expect(await valueIn('messaging_outbox_oldest_age_seconds')).toBe(0);
    await first.stop();
    await rig.em().transactional((em) => first.outbox.append(em, orderPlaced('k', 2)));
    await untilValue('messaging_outbox_oldest_age_seconds', {}, (value) => value !== undefined && value > 0.1);
    metrics = createMetrics('test');
    await rig.start({ metrics });
    await untilValue('messaging_published_total', {}, (value) => value === 1);
    await untilValue('messaging_outbox_oldest_age_seconds', {}, (value) => value === 0);
  });

  test('parked keys', async () => {
    let isBroken = true;
    const messaging = await rig.start({
      metrics,
      handlers: {
        OrderPlaced: async (event, em) => {
          if (isBroken) throw new Error('not yet');
          await record(event, em);
        },
      },
      inPlaceMs: 50,
      maxAttempts: 1_000,
    });
    await rig.em().transactional((em) => messaging.outbox.append(em, [orderPlaced('a', 1), orderPlaced('b', 2)]));
    await untilValue('messaging_parked_keys', { group: 'test' }, (value) => value === 2);
    isBroken = false;
    await untilValue('messaging_parked_keys', { group: 'test' }, (value) => value === undefined);
  });

  test('the depth of dead letters, until a replay succeeds', async () => {
    let isBroken = true;
    const messaging = await rig.start({
      metrics,
      handlers: {
        OrderPlaced: async (event, em) => {
          if (isBroken) throw new AppError('order-unknown', { permanent: true });
          await record(event, em);
        },
      },
    });
    await rig.em().transactional((em) => messaging.outbox.append(em, orderPlaced('a', 1)));
    await untilValue('messaging_dead_letter_depth', { group: 'test' }, (value) => value === 1);
    expect(await valueIn('messaging_dead_letters_total', { error: 'order-unknown' })).toBe(1);
    const [letter] = await waitFor('the letter', async () => {
      const found = await scanDeadLetters(rig.client, { wants: () => true, keeps: () => true });
      return found.length === 1 && found;
    });
    isBroken = false;
    if (letter) await rig.em().transactional((em) => replayDeadLetter(em, letter, { who: 'ann', arguments: {} }));
    await untilValue('messaging_dead_letter_depth', { group: 'test' }, (value) => value === undefined);
  });

  test('dedupe hits', async () => {
    const messaging = await rig.start({ metrics, handlers: { OrderPlaced: record } });
    await rig.em().transactional((em) => messaging.outbox.append(em, orderPlaced('a', 1)));
    await untilValue('messaging_inbox_events_total', { verdict: 'fresh' }, (value) => value === 1);
    const sent = await readTopic(rig.client, 'orders', 1);
    const publisher = createKafkajsPublisher(rig.client, testLogger);
    await publisher.publish(sent);
    await publisher.close();
    await untilValue('messaging_inbox_events_total', { verdict: 'duplicate' }, (value) => value === 1);
  });
});

test('without a database /metrics goes on answering, with what was known last', async () => {
  const messaging = await rig.start({ metrics, handlers: { OrderPlaced: record } });
  await rig.em().transactional((em) => messaging.outbox.append(em, orderPlaced('a', 1)));
  await untilValue('messaging_published_total', {}, (value) => value === 1);
  await rig.sql('alter table outbox rename to gone');
  await rig.sql('alter table parked_messages rename to gone_too');
  expect(await valueIn('messaging_outbox_oldest_age_seconds')).toBe(0);
  await rig.sql('alter table gone_too rename to parked_messages');
  await rig.sql('alter table gone rename to outbox');
});

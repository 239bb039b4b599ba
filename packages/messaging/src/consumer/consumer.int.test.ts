import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { AppError, runWithTrace } from '@mao/service-kit';
import { waitFor } from '@mao/service-kit/testing';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Envelope } from '../envelope.ts';
import { createKafkajsPublisher } from '../kafka/kafkajs-publisher.ts';
import type { OutgoingMessage } from '../ports.ts';
import { readTopic } from '../testing/read-topic.ts';
import { type OrderPlaced, orderPlaced } from '../testing/test-catalogue.ts';
import { openTestRig, type TestRig, testLogger } from '../testing/test-rig.ts';

let rig: TestRig;
beforeEach(async () => {
  rig = await openTestRig();
});
afterEach(async () => {
  await rig.close();
});

async function record(event: Envelope<OrderPlaced>, em: EntityManager): Promise<void> {
  await em.execute('insert into effects (key, number, event_id, trace) values (?, ?, ?, ?)', [
    event.key,
    event.data.number,
    event.id,
    event.traceparent ?? null,
  ]);
}

const numbersOf = async (key: string) =>
  (await rig.sql<{ number: number }>('select number from effects where key = $1 order by id', [key])).map((row) => row.number);

const countEffects = async () => (await rig.sql<{ n: number }>('select count(*)::int n from effects'))[0]?.n ?? 0;

async function publishRaw(messages: readonly OutgoingMessage[]): Promise<void> {
  const publisher = createKafkajsPublisher(rig.client, testLogger);
  await publisher.publish(messages);
  await publisher.close();
}

describe('consumer', () => {
  test('M10: three deliveries of every message and a replay of the topic from 0 have the effect of one delivery', async () => {
    const first = await rig.start({ handlers: { OrderPlaced: record } });
    const events = Array.from({ length: 150 }, (_, number) => orderPlaced(`k${number % 5}`, number));
    await rig.em().transactional((em) => first.outbox.append(em, events));
    await waitFor('all effects', async () => (await countEffects()) === 150);

    const sent = await readTopic(rig.client, 'orders', 150);
    await publishRaw([...sent, ...sent]);
    await first.stop();
    const admin = rig.client.kafka.admin();
    await admin.connect();
    await admin.resetOffsets({ groupId: rig.client.wireName('test'), topic: rig.client.wireName('orders'), earliest: true });
    await admin.disconnect();

    const second = await rig.start({ handlers: { OrderPlaced: record } });
    await rig.em().transactional((em) => second.outbox.append(em, orderPlaced('marker', 999)));
    await waitFor('the marker behind all copies', async () => (await numbersOf('marker')).length === 1);
    await waitFor('the group to have read everything', () => groupHasReadAll(rig, 450 + 1));
    expect(await countEffects()).toBe(151);
    expect(await numbersOf('k2')).toEqual(Array.from({ length: 30 }, (_, index) => index * 5 + 2));
  });

  test('M10: copies of an unseen event that arrive in one batch have one effect', async () => {
    const writer = await rig.start();
    const events = Array.from({ length: 20 }, (_, number) => orderPlaced(`k${number % 3}`, number));
    await rig.em().transactional((em) => writer.outbox.append(em, events));
    const sent = await readTopic(rig.client, 'orders', events.length);
    await publishRaw([...sent, ...sent]);
    await rig.start({ handlers: { OrderPlaced: record } });
    await waitFor('the group to have read everything', () => groupHasReadAll(rig, 3 * events.length));
    expect(await countEffects()).toBe(events.length);
    expect(await numbersOf('k1')).toEqual([1, 4, 7, 10, 13, 16, 19]);
  });

  test('M12: a handler that throws TypeError stops nobody: other keys go on, its message is kept, the state is visible', async () => {
    const messaging = await rig.start({
      handlers: {
        OrderPlaced: async (event, em) => {
          if (event.key === 'bug') throw new TypeError('undefined is not a function');
          await record(event, em);
        },
      },
      maxAttempts: 1_000,
    });
    await rig.em().transactional((em) => messaging.outbox.append(em, [orderPlaced('bug', 1), orderPlaced('fine', 2)]));
    await waitFor('the other key', async () => (await numbersOf('fine')).length === 1);
    await waitFor('the parked key', async () => (await messaging.degradations()).some((text) => text.includes('1 parked')));
    await rig.em().transactional((em) => messaging.outbox.append(em, orderPlaced('fine', 3)));
    await waitFor('later messages', async () => (await numbersOf('fine')).length === 2);
    expect(await messaging.readiness.problem()).toBeUndefined();
  });

  test('M13: what cannot be read is dead-lettered with its raw bytes; the partition goes on', async () => {
    const messaging = await rig.start({ handlers: { OrderPlaced: record } });
    const headers = {
      ce_id: 'not-a-uuid',
      ce_type: 'OrderPlaced',
      ce_source: 'else',
      ce_time: new Date().toISOString(),
      ce_specversion: '1.0',
    };
    const broken = Buffer.from([0, 0, 0, 0, 2, 0xff, 0xff, 0xff]);
    await publishRaw([
      { topic: 'orders', key: 'a', value: broken, headers },
      { topic: 'orders', key: 'a', value: Buffer.from([0, 0, 0, 99, 99, 1]), headers: { ...headers, ce_id: 'b' } },
      { topic: 'orders', key: Buffer.from([0xff, 0]), value: Buffer.from('plain'), headers: { odd: Buffer.from([0, 0xff]) } },
    ]);
    await rig.em().transactional((em) => messaging.outbox.append(em, orderPlaced('a', 5)));
    await waitFor('the message behind them', async () => (await numbersOf('a')).length === 1);

    const dead = await readTopic(rig.client, 'orders.test.dlq', 3);
    expect(dead.map((record) => record.value?.toString('hex')).toSorted()).toEqual(
      ['000000' + '636301', broken.toString('hex'), '706c61696e'].toSorted(),
    );
    const noHeaders = dead.find((record) => record.value?.toString() === 'plain');
    expect(noHeaders?.key).toEqual(Buffer.from([0xff, 0]));
    expect(noHeaders?.headers['odd']).toEqual(Buffer.from([0, 0xff]));
    const names = Object.keys(noHeaders?.headers ?? {}).filter((name) => name.startsWith('x-dlq-'));
    expect(names).toHaveLength(10);
    expect(noHeaders?.headers['x-dlq-error-class']?.toString()).toBe('header-missing');
  });

  test('a permanent refusal goes to the dead letter topic at once', async () => {
    let calls = 0;
    const messaging = await rig.start({
      handlers: {
        OrderPlaced: async () => {
          calls += 1;
          throw new AppError('order-unknown', { permanent: true });
        },
      },
    });
    await rig.em().transactional((em) => messaging.outbox.append(em, orderPlaced('a', 1)));
    const [dead] = await readTopic(rig.client, 'orders.test.dlq', 1);
    expect(dead?.headers['x-dlq-error-class']?.toString()).toBe('order-unknown');
    expect(calls).toBeLessThanOrEqual(2);
  });

  test('M16: a failing key is parked, other keys go on, and it drains in order, before newer messages, once the cause is gone', async () => {
    let isBroken = true;
    const messaging = await rig.start({
      handlers: {
        OrderPlaced: async (event, em) => {
          if (isBroken && event.key === 'bad') throw new Error('not yet');
          await record(event, em);
        },
      },
      maxAttempts: 1_000,
    });
    const send = (key: string, numbers: number[]) =>
      rig.em().transactional((em) =>
        messaging.outbox.append(
          em,
          numbers.map((number) => orderPlaced(key, number)),
        ),
      );
    await send('bad', [1, 2, 3]);
    await waitFor('the key to be parked', async () => (await messaging.degradations()).length === 1);
    await send('good', [1, 2, 3]);
    await send('bad', [4, 5]);
    await waitFor('the good key', async () => (await numbersOf('good')).length === 3);
    await waitFor('the line behind', async () => (await rig.sql('select from parked_messages')).length === 5);
    expect(await numbersOf('bad')).toEqual([]);

    isBroken = false;
    await send('bad', [6, 7]);
    await waitFor('the drained key', async () => (await numbersOf('bad')).length === 7);
    expect(await numbersOf('bad')).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(await numbersOf('good')).toEqual([1, 2, 3]);
    expect(await messaging.degradations()).toEqual([]);
  });

  test('after the last attempt a parked message is dead-lettered and its key goes on', async () => {
    const messaging = await rig.start({
      handlers: {
        OrderPlaced: async (event, em) => {
          if (event.data.number === 1) throw new Error('never');
          await record(event, em);
        },
      },
      inPlaceMs: 50,
      maxAttempts: 3,
    });
    await rig.em().transactional((em) => messaging.outbox.append(em, [orderPlaced('k', 1), orderPlaced('k', 2)]));
    const [dead] = await readTopic(rig.client, 'orders.test.dlq', 1);
    expect(Number(dead?.headers['x-dlq-attempts'])).toBeGreaterThanOrEqual(3);
    await waitFor('the next message of the key', async () => (await numbersOf('k')).length === 1);
  });

  test('M4: an unseen event below the watermark of its key is late output of a zombie: without effect, unless it is a replay', async () => {
    const messaging = await rig.start({ handlers: { OrderPlaced: record } });
    await rig.em().transactional((em) => messaging.outbox.append(em, [orderPlaced('k', 1), orderPlaced('k', 2)]));
    await waitFor('both', async () => (await numbersOf('k')).length === 2);
    const [first] = await readTopic(rig.client, 'orders', 2);
    if (!first) throw new Error('nothing was published');
    const late = { ...first.headers, ce_id: '018f0000-0000-7000-8000-000000000001' };
    const replay = { ...first.headers, ce_id: '018f0000-0000-7000-8000-000000000002', 'x-replay': '1' };
    await publishRaw([
      { ...first, headers: late },
      { ...first, headers: replay },
    ]);
    await waitFor('the replay', async () => (await numbersOf('k')).length === 3);
    const effects = await rig.sql<{ event_id: string }>('select event_id from effects order by id');
    expect(effects.at(-1)?.event_id).toBe(replay.ce_id);
    const [dead] = await readTopic(rig.client, 'orders.test.dlq', 1);
    expect(dead?.headers['x-dlq-error-class']?.toString()).toBe('late-event');
  });

  test('M28: traceparent and correlation reach the events that a handler causes; causation is the event itself', async () => {
    const traceparent = '00-0123456789abcdef0123456789abcdef-0123456789abcdef-01';
    const messaging = await rig.start({
      handlers: {
        OrderPlaced: async (event, em) => {
          await messaging.outbox.append(em, { type: 'BillSent', key: event.key, data: { amount: 1 } });
        },
      },
    });
    await runWithTrace({ correlationId: 'operation-1', traceparent }, () =>
      rig.em().transactional((em) => messaging.outbox.append(em, orderPlaced('k', 1))),
    );
    const [placed] = await readTopic(rig.client, 'orders', 1);
    const [bill] = await readTopic(rig.client, 'bills', 1);
    expect(bill?.headers['traceparent']?.toString()).toBe(traceparent);
    expect(bill?.headers['ce_correlationid']?.toString()).toBe('operation-1');
    expect(bill?.headers['ce_causationid']?.toString()).toBe(placed?.headers['ce_id']?.toString());
  });
});

async function groupHasReadAll(of: TestRig, total: number): Promise<boolean> {
  const admin = of.client.kafka.admin();
  await admin.connect();
  try {
    const [topic] = await admin.fetchOffsets({ groupId: of.client.wireName('test'), topics: [of.client.wireName('orders')] });
    const committed = (topic?.partitions ?? []).map((partition) => Math.max(0, Number(partition.offset)));
    return committed.reduce((sum, offset) => sum + offset, 0) === total;
  } finally {
    await admin.disconnect();
  }
}

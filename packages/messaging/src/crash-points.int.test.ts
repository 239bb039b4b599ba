import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { waitFor } from '@mao/service-kit/testing';
import { readTopic } from './testing/read-topic.ts';
import { type ServiceProcess, spawnService } from './testing/spawn-service.ts';
import { orderPlaced } from './testing/test-catalogue.ts';
import { openTestRig, type TestRig } from './testing/test-rig.ts';
import { headerText } from './wire-headers.ts';

const PRODUCER_POINTS = [
  'after-business-write',
  'after-outbox-insert',
  'after-commit-before-wake',
  'after-claim',
  'after-ack-before-mark',
  'after-mark-before-release',
];
const CONSUMER_POINTS = ['after-decode', 'after-inbox-insert', 'after-commit-before-offset'];
const RUNS = 2;

let rig: TestRig;
beforeEach(async () => {
  rig = await openTestRig();
});
afterEach(async () => {
  await rig.close();
});

describe('killed processes', () => {
  test('M1: whatever the moment of the kill, events in Kafka = committed business rows', async () => {
    for (const point of PRODUCER_POINTS) {
      for (let run = 1; run <= RUNS; run += 1) {
        const service = spawnService(rig, { PRODUCE: '4', THEN: 'drain', CRASH_AT: `${point}#${run}` });
        expect([point, await service.exited]).toEqual([point, { code: null, signal: 'SIGKILL' }]);
      }
    }
    const last = spawnService(rig, { PRODUCE: '1', THEN: 'drain' });
    expect(await last.exited).toEqual({ code: 0, signal: null });

    const committed = (await rig.sql<{ id: string }>('select id from orders')).map((row) => row.id).toSorted();
    const records = await readTopic(rig.client, 'orders', committed.length);
    const published = [...new Set(records.map((record) => headerText(record.headers, 'ce_id')))].toSorted();
    expect(published).toEqual(committed);
    expect(committed.length).toBeGreaterThan(PRODUCER_POINTS.length);
  }, 120_000);

  test('M11: killed around its commit, a consumer has committed no offset beyond what is durable, and nothing happens twice', async () => {
    const total = 40;
    const messaging = await rig.start();
    const events = Array.from({ length: total }, (_, number) => orderPlaced(`k${number % 6}`, number));
    await rig.em().transactional((em) => messaging.outbox.append(em, events));
    await Promise.all(CONSUMER_POINTS.map((point) => killAndResume(point, total)));
    const perEvent = await rig.sql<{ n: number }>('select count(*)::int n from effects group by event_id');
    expect(perEvent).toEqual(Array(total).fill({ n: CONSUMER_POINTS.length }));
  }, 120_000);

  test.each([
    // One more finds the chunk, before the message is suspected by itself.
    { neighbours: 1, mostKills: 4 },
    // Over six partitions some twenty share its chunk, too many to run each alone: another one finds the group of a few.
    { neighbours: 120, mostKills: 5 },
  ])(
    'M14: a message that ends the process is dead-lettered after three starts, and the service stays up, $neighbours beside it',
    async ({ neighbours: count, mostKills }) => {
      const messaging = await rig.start();
      const neighbours = Array.from({ length: count }, (_, number) => orderPlaced(`fine ${number}`, number));
      await rig.em().transactional((em) => messaging.outbox.append(em, [orderPlaced('killer', 1), ...neighbours]));
      const isDead = async () => (await rig.sql('select from inbox where is_dead')).length === 1;
      let kills = -1;
      let service: ServiceProcess;
      do {
        kills += 1;
        const current = spawnService(rig, { GROUP: 'm14', KILLER_KEY: 'killer' });
        service = current;
        await waitFor('an exit or the dead letter', async () => current.hasExited() || (await isDead()), { timeoutMs: 40_000 });
      } while (!(await isDead()));
      await waitFor('the neighbours', async () => (await rig.sql('select distinct key from effects')).length === count);
      const [dead] = await readTopic(rig.client, 'orders.m14.dlq', 1);
      expect(dead && headerText(dead.headers, 'x-dlq-error-class')).toBe('ProcessKilled');
      expect(kills).toBeGreaterThanOrEqual(3);
      expect(kills).toBeLessThanOrEqual(mostKills);
      service.child.kill('SIGTERM');
      expect(await service.exited).toEqual({ code: 0, signal: null });
    },
    120_000,
  );
});

async function killAndResume(point: string, total: number): Promise<void> {
  const group = point;
  const killed = spawnService(rig, { GROUP: group, CRASH_AT: point });
  expect(await killed.exited).toEqual({ code: null, signal: 'SIGKILL' });
  const settled = await rig.sql<{ n: number }>('select count(*)::int n from inbox where group_name = $1', [group]);
  expect(await committedTotal(group)).toBeLessThanOrEqual(settled[0]?.n ?? 0);

  const resumed = spawnService(rig, { GROUP: group });
  await waitFor(
    'everything to be settled',
    async () => (await rig.sql('select from inbox where group_name = $1', [group])).length === total,
    {
      timeoutMs: 40_000,
    },
  );
  resumed.child.kill('SIGTERM');
  expect(await resumed.exited).toEqual({ code: 0, signal: null });
  expect(await committedTotal(group)).toBe(total);
}

async function committedTotal(group: string): Promise<number> {
  const admin = rig.client.kafka.admin();
  await admin.connect();
  try {
    const [topic] = await admin.fetchOffsets({ groupId: rig.client.wireName(group), topics: [rig.client.wireName('orders')] });
    return (topic?.partitions ?? []).reduce((sum, partition) => sum + Math.max(0, Number(partition.offset)), 0);
  } finally {
    await admin.disconnect();
  }
}

import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { waitFor } from '@mao/service-kit/testing';
import type { EventConsumerTransport } from '../ports.ts';
import { type ServiceProcess, spawnService } from '../testing/spawn-service.ts';
import { orderPlaced } from '../testing/test-catalogue.ts';
import { openTestRig, type TestRig, testLogger } from '../testing/test-rig.ts';
import { AssignerProtocol } from './kafka-client.ts';
import { createKafkajsConsumer } from './kafkajs-consumer.ts';
import { seatName } from './seat-name.ts';
import { withAdmin } from './topics.ts';

const GROUP = 'seats';
const TOPICS = ['orders'];
const KEYS = 30;
const PATIENCE = { timeoutMs: 40_000 };

let rig: TestRig;
let started: EventConsumerTransport[];
let services: ServiceProcess[];
beforeEach(async () => {
  rig = await openTestRig();
  started = [];
  services = [];
});
afterEach(async () => {
  for (const { child } of services) child.kill('SIGKILL');
  await Promise.all(started.map((consumer) => consumer.stop()));
  await rig.close();
});

describe('a seat in the consumer group', () => {
  test('a member that is killed and started again finds its partitions, and its neighbour never stops for it', async () => {
    const messaging = await rig.start();
    const neighbour = startMember('neighbour');
    const killed = await startService('restarted');
    await waitFor('both to have partitions', async () => (await partitionsPerMember()).toSorted().join() === '1,2', PATIENCE);
    const dealsBefore = neighbour.deals();
    killed.child.kill('SIGKILL');
    await killed.exited;
    await rig.em().transactional((em) => messaging.outbox.append(em, orders()));
    const again = await startService('restarted');
    await waitFor('every message', async () => (await handledKeys()).size === KEYS, PATIENCE);
    expect(neighbour.deals()).toBe(dealsBefore);
    expect((await partitionsPerMember()).length).toBe(2);
    again.child.kill('SIGTERM');
    expect(await again.exited).toEqual({ code: 0, signal: null });

    async function handledKeys(): Promise<Set<string>> {
      const done = await rig.sql<{ key: string }>('select key from effects');
      return new Set([...neighbour.keys, ...done.map(({ key }) => key)]);
    }
  }, 120_000);

  test('a consumer that a bug ends is built anew in its seat', async () => {
    const messaging = await rig.start();
    let bugs = 1;
    const neighbour = startMember('neighbour');
    const broken = startMember('broken', () => {
      bugs -= 1;
      if (bugs === 0) throw new TypeError('bug');
    });
    await waitFor('both to have partitions', async () => (await partitionsPerMember()).toSorted().join() === '1,2', PATIENCE);
    const [dealsBefore, brokenBefore] = [neighbour.deals(), broken.deals()];
    await rig.em().transactional((em) => messaging.outbox.append(em, orders()));
    await waitFor('every message', () => new Set([...neighbour.keys, ...broken.keys]).size === KEYS, PATIENCE);
    expect(broken.deals()).toBe(brokenBefore + 1);
    expect(neighbour.deals()).toBe(dealsBefore);
  }, 60_000);

  test('two processes with one seat push each other out of it, say so, and lose nothing', async () => {
    const messaging = await rig.start();
    const [one, two] = [startMember('same'), startMember('same')];
    await waitFor('the word of the one pushed out', () => /group instance id/.test(one.problem() + two.problem()), {
      ...PATIENCE,
      everyMs: 5,
    });
    await rig.em().transactional((em) => messaging.outbox.append(em, orders()));
    await waitFor('every message', () => new Set([...one.keys, ...two.keys]).size === KEYS, PATIENCE);
  }, 60_000);
});

const orders = () => Array.from({ length: KEYS }, (_, number) => orderPlaced(`k${number}`, number));

function startMember(
  instance: string,
  beforeEachBatch = (): void => undefined,
): { keys: Set<string>; deals(): number; problem(): string } {
  const keys = new Set<string>();
  let deals = 0;
  const seat = seatName({ INSTANCE_ID: instance }, TOPICS);
  const consumer = createKafkajsConsumer({ client: rig.client, group: GROUP, topics: TOPICS, seat, logger: testLogger });
  started.push(consumer);
  consumer.start(
    async ({ messages, resolve }) => {
      beforeEachBatch();
      for (const { key, offset } of messages) {
        keys.add(String(key));
        resolve(offset);
      }
    },
    () => {
      deals += 1;
    },
  );
  return { keys, deals: () => deals, problem: () => consumer.state().problem ?? '' };
}

async function startService(instance: string): Promise<ServiceProcess> {
  const service = spawnService(rig, { GROUP, INSTANCE_ID: instance });
  services.push(service);
  await service.ready();
  return service;
}

async function partitionsPerMember(): Promise<number[]> {
  const { groups } = await withAdmin(rig.client, (admin) => admin.describeGroups([rig.client.wireName(GROUP)]));
  return (groups[0]?.members ?? []).map(({ memberAssignment }) => partitionsIn(memberAssignment));
}

function partitionsIn(assignment: Buffer): number {
  const topics = Object.values(AssignerProtocol.MemberAssignment.decode(assignment)?.assignment ?? {});
  return topics.flat().length;
}

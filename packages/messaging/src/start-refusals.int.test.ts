import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { withAdmin } from './kafka/topics.ts';
import { spawnService } from './testing/spawn-service.ts';
import { openTestRig, type TestRig } from './testing/test-rig.ts';

let rig: TestRig;
beforeEach(async () => {
  rig = await openTestRig();
});
afterEach(async () => {
  await rig.close();
});

const onBill = { BillSent: async () => undefined };
const onOrder = { OrderPlaced: async () => undefined };

describe('M18: start is refused', () => {
  test('when one group would read different topics, in one process', async () => {
    const messaging = await rig.start({ group: 'g', handlers: onOrder });
    await expect(messaging.consume({ group: 'g', handlers: onBill })).rejects.toMatchObject({ code: 'group-topics-differ' });
  });

  test('when a live member of the group, in another process, reads different topics', async () => {
    const other = spawnService(rig, { GROUP: 'shared' });
    await other.ready();
    const messaging = await rig.start();
    await expect(messaging.consume({ group: 'shared', handlers: onBill })).rejects.toMatchObject({ code: 'group-topics-differ' });
    other.child.kill('SIGTERM');
    await other.exited;
  }, 60_000);

  test('when a topic has another number of partitions', async () => {
    await withAdmin(rig.client, (admin) =>
      admin.createTopics({ topics: [{ topic: rig.client.wireName('orders'), numPartitions: 5 }] }),
    );
    await expect(rig.start()).rejects.toMatchObject({ code: 'partition-count-differs' });
  });
});

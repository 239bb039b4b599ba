import { afterEach, describe, expect, it } from '@jest/globals';
import type { FaultPoint } from '@mao/saga';
import { waitFor } from '@mao/service-kit/testing';
import { openSyncRig, type SyncRig } from './testing/sync-rig.ts';

let rig: SyncRig;
afterEach(() => rig.close());

describe('a worker that is lost', () => {
  it.each<FaultPoint>(['saga:after-claim', 'saga:before-effect', 'saga:after-effect'])(
    'at %s leaves one end of the run, and each row announced once',
    async (where) => {
      let crashes = 1;
      rig = await openSyncRig({
        faultPoint: (point) => {
          if (point !== where || crashes === 0) return;
          crashes -= 1;
          throw new Error('crash');
        },
      });
      await rig.connect();
      const campaign = await rig.createCampaign();
      await rig.announce(campaign);
      const end = await rig.completed(campaign.requestId);
      await waitFor('the saga to end', async () => {
        const sagas = await rig.sql<{ status: string }>('select status from sagas');
        return sagas.every(({ status }) => status === 'completed');
      });
      expect(crashes).toBe(0);
      expect(end.success).toBe(true);
      expect(await rig.readCount()).toBe(1);
      expect(await rig.written('InsightsSyncCompleted')).toHaveLength(1);
      const rows = (await rig.written('InsightsSynced')).flatMap(({ data }) => data.rows);
      expect(rows).toHaveLength(end.rowsChanged);
      expect(new Set(rows.map(({ date }) => date)).size).toBe(rows.length);
    },
  );
});

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { INTERVAL_MS, openSyncRig, type SyncRig } from '../testing/sync-rig.ts';
import { beginDueRuns } from './schedule-syncs.ts';

let rig: SyncRig;

beforeEach(async () => {
  rig = await openSyncRig();
  await rig.connect();
  const campaign = await rig.createCampaign();
  await rig.announce(campaign);
  await rig.completed(campaign.requestId);
});
afterEach(() => rig.close());

const makeDue = () => rig.sql(`update sync_schedule set next_due_at = now() - interval '3 days'`);
const tick = () => beginDueRuns(rig.orm.em.fork(), rig.engine, INTERVAL_MS);
const scheduledRuns = () => rig.sql(`select id from sync_runs where trigger = 'schedule'`);

describe('the schedule', () => {
  it('is not due before its time', async () => {
    expect(await tick()).toBe(0);
  });

  it('starts one run, however many processes look and however many times were missed', async () => {
    await makeDue();
    const begun = await Promise.all([tick(), tick(), tick()]);
    expect(begun.reduce((sum, count) => sum + count)).toBe(1);
    expect(await scheduledRuns()).toHaveLength(1);
    const [next] = await rig.sql<{ in_future: boolean; within: boolean }>(
      `select next_due_at > now() as in_future, next_due_at <= now() + interval '1 hour' as within from sync_schedule`,
    );
    expect(next).toEqual({ in_future: true, within: true });
  });

  it('does not double a run that a request has started', async () => {
    await rig.fault({ type: 'delay', ms: 500 });
    const request = await rig.request();
    await makeDue();
    await tick();
    expect(await scheduledRuns()).toHaveLength(0);
    expect(await rig.completed(request)).toMatchObject({ success: true, trigger: 'request' });
  });

  it('leaves out a disconnected account and one without ads', async () => {
    await makeDue();
    await rig.disconnect(2);
    expect(await tick()).toBe(0);
    await rig.connect({ revision: 3 });
    await rig.sql(`update tracked_ads set untracked_at = now()`);
    expect(await tick()).toBe(0);
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { writeAtOnce } from '@mao/service-kit/testing';
import type { AcceptedRun } from '../testing/gateway-caller.ts';
import { type GatewayRig, openGatewayRig } from '../testing/gateway-rig.ts';
import { campaignCreated, campaignFailed, syncCompleted } from '../testing/sample-events.ts';

let rig: GatewayRig;
beforeAll(async () => {
  rig = await openGatewayRig();
}, 30_000);
afterAll(() => rig?.close());

const operationOf = async (run: AcceptedRun) => (await rig.call('GET', `/operations/${run.requestId}`)).body;

describe('the end of a run', () => {
  it.each(['campaign first', 'insights first', 'both at once'])('comes with campaign and first sync: %s', async (order) => {
    const run = await rig.accept();
    const folds = [
      () => rig.deliver('CampaignCreated', campaignCreated(run)),
      () => rig.deliver('InsightsSyncCompleted', syncCompleted(run)),
    ];
    if (order === 'both at once')
      await writeAtOnce(rig.orm, { table: 'operations', count: 2 }, () => Promise.all(folds.map((fold) => fold())));
    else
      for (const fold of order === 'campaign first' ? folds : folds.toReversed()) {
        expect((await operationOf(run)).state).not.toBe('succeeded');
        await fold();
      }
    expect(await operationOf(run)).toMatchObject({
      state: 'succeeded',
      result: { overall_success: true, campaign_creation: { success: true }, insights_sync: { insights_synced: 7 } },
    });
  });

  it('stays as it is, whatever later syncs and repeated events say', async () => {
    const run = await rig.accept();
    const created = campaignCreated(run);
    await rig.deliver('CampaignCreated', created);
    await rig.deliver('InsightsSyncCompleted', syncCompleted(run));
    const before = await operationOf(run);
    await rig.deliver('InsightsSyncCompleted', syncCompleted(run, { rowsSynced: 99 }));
    expect(await operationOf(run)).toEqual(before);
  });

  it('a failed first sync does not make the run fail', async () => {
    const run = await rig.accept();
    await rig.deliver('InsightsSyncCompleted', syncCompleted(run, { success: false, error: 'throttled', rowsSynced: 0 }));
    await rig.deliver('CampaignCreated', campaignCreated(run));
    expect(await operationOf(run)).toMatchObject({
      state: 'succeeded',
      result: { overall_success: true, insights_sync: { success: false, error: 'throttled' } },
    });
  });

  it.each(['failed', 'cancelled', 'needs_attention'] as const)('of a %s campaign waits for no sync', async (state) => {
    const run = await rig.accept();
    await rig.deliver('CampaignFailed', campaignFailed(run, state));
    expect(await operationOf(run)).toMatchObject({
      state,
      problem: null,
      result: { overall_success: false, errors: [{ step: 'ad_1', code: 100 }], compensation: { removed: [{ meta_id: '1' }] } },
    });
  });

  it('needs_attention that ends well after a resume becomes a success', async () => {
    const run = await rig.accept();
    await rig.deliver('CampaignFailed', campaignFailed(run, 'needs_attention'));
    await rig.deliver('CampaignCreated', campaignCreated(run));
    await rig.deliver('InsightsSyncCompleted', syncCompleted(run));
    expect(await operationOf(run)).toMatchObject({ state: 'succeeded', result: { overall_success: true, errors: [] } });
  });
});

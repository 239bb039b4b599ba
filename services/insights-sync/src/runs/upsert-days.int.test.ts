import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { newId } from '@mao/service-kit';
import type { InsightDay } from '../domain/insight-days.ts';
import { openSyncRig, type SyncRig } from '../testing/sync-rig.ts';
import { upsertDays } from './upsert-days.ts';

let rig: SyncRig;
const adId = newId();

beforeEach(async () => {
  rig = await openSyncRig();
  await rig.sql(
    `insert into tracked_ads (ad_id, ad_meta_id, campaign_id, campaign_meta_id, social_account_id) values (?, '1', ?, '2', ?)`,
    [adId, newId(), rig.accountId],
  );
});
afterEach(() => rig.close());

const day = (impressions: number): InsightDay => ({
  ...{ adId, adMetaId: '1', campaignId: 'c', date: '2026-11-20', attributionSetting: '7d_click', impressions },
  ...{ clicks: 1, inlineLinkClicks: 1, spendCents: 1, conversions: 0, revenueCents: 0, reach: 1 },
});

const store = (impressions: number, readAt: string) =>
  rig.orm.em.fork().transactional((em) => upsertDays(em, [day(impressions)], { readAt: new Date(readAt), runId: newId() }));

it('an answer that was asked for earlier never overwrites a later one', async () => {
  expect(await store(100, '2026-11-23T12:00:00Z')).toHaveLength(1);
  expect(await store(90, '2026-11-23T11:59:00Z')).toEqual([]);
  expect(await store(110, '2026-11-23T12:01:00Z')).toEqual([day(110)]);
});

it('the same values again change nothing', async () => {
  await store(100, '2026-11-23T12:00:00Z');
  expect(await store(100, '2026-11-23T13:00:00Z')).toEqual([]);
});

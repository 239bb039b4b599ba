import { describe, expect, it } from '@jest/globals';
import { type AdKey, daysOfTrackedAds, pickDays, type ReportedDay } from './insight-days.ts';

const row = (change: Partial<ReportedDay> = {}): ReportedDay => ({
  adId: '77',
  date: '2026-11-20',
  impressions: 100,
  clicks: 10,
  inlineLinkClicks: 8,
  spendCents: 250,
  conversions: 1,
  revenueCents: 900,
  reach: 90,
  attributionSetting: '7d_click_1d_view',
  ...change,
});
const ad: AdKey = { adId: 'our-ad', adMetaId: '77', campaignId: 'our-campaign' };

describe('rows of tracked ads', () => {
  it('carry both ids and the campaign', () => {
    expect(daysOfTrackedAds([row()], [ad])).toEqual([{ ...row(), adId: 'our-ad', adMetaId: '77', campaignId: 'our-campaign' }]);
  });

  it('leave out ads that are not ours', () => {
    expect(daysOfTrackedAds([row({ adId: '78' })], [ad])).toEqual([]);
  });

  it('LC22: count a row once that two pages carry, as the later page has it', () => {
    const days = daysOfTrackedAds([row(), row({ impressions: 120 })], [ad]);
    expect(days.map(({ impressions }) => impressions)).toEqual([120]);
  });

  it('keep days and attribution settings apart', () => {
    const rows = [row(), row({ date: '2026-11-21' }), row({ attributionSetting: '1d_click' })];
    expect(daysOfTrackedAds(rows, [ad])).toHaveLength(3);
  });

  it('are picked by their whole key', () => {
    const days = daysOfTrackedAds([row(), row({ date: '2026-11-21' }), row({ attributionSetting: '1d_click' })], [ad]);
    const key = { adId: 'our-ad', date: '2026-11-20', attributionSetting: '1d_click' };
    expect(pickDays(days, [key])).toEqual([days[2]]);
    expect(pickDays(days, [])).toEqual([]);
  });
});

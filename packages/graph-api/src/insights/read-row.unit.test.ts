import { describe, expect, it } from '@jest/globals';
import { readRow } from './read-row.ts';

const row = {
  ad_id: '120210000000000003',
  date_start: '2026-11-20',
  date_stop: '2026-11-20',
  impressions: '5000',
  reach: '4100',
  clicks: '250',
  inline_link_clicks: '210',
  spend: '500.00',
  actions: [
    { action_type: 'link_click', value: '210' },
    { action_type: 'omni_purchase', value: '25', '7d_click': '22', '1d_view': '3' },
    { action_type: 'offsite_conversion.fb_pixel_purchase', value: '25' },
  ],
  action_values: [{ action_type: 'omni_purchase', value: '2250.00' }],
  attribution_setting: '7d_click_1d_view',
};

describe('insights rows', () => {
  it('reads the documented row', () => {
    expect(readRow(row, 'USD')).toEqual({
      adId: '120210000000000003',
      date: '2026-11-20',
      impressions: 5000,
      reach: 4100,
      clicks: 250,
      inlineLinkClicks: 210,
      spendCents: 50_000,
      conversions: 25,
      revenueCents: 225_000,
      attributionSetting: '7d_click_1d_view',
    });
  });

  it('LC24: counts one action type, by priority, and never a window', () => {
    const pixelOnly = {
      ...row,
      actions: [{ action_type: 'offsite_conversion.fb_pixel_purchase', value: '7', '1d_view': '2' }],
      action_values: [{ action_type: 'offsite_conversion.fb_pixel_purchase', value: '70.5' }],
    };
    expect(readRow(pixelOnly, 'USD')).toMatchObject({ conversions: 7, revenueCents: 7050 });
    // The values of another type than the counts would be those of other purchases.
    const mixed = { ...pixelOnly, actions: [{ action_type: 'omni_purchase', value: '9' }] };
    expect(readRow(mixed, 'USD')).toMatchObject({ conversions: 9, revenueCents: 0 });
  });

  it('takes absent metrics for zero and an absent attribution setting for unknown', () => {
    expect(readRow({ ad_id: '3', date_start: '2026-11-20' }, 'JPY')).toEqual({
      adId: '3',
      date: '2026-11-20',
      impressions: 0,
      reach: 0,
      clicks: 0,
      inlineLinkClicks: 0,
      spendCents: 0,
      conversions: 0,
      revenueCents: 0,
      attributionSetting: 'unknown',
    });
  });

  it('reads spend in the minor units of the currency', () => {
    expect(readRow({ ...row, spend: '500' }, 'JPY')).toMatchObject({ spendCents: 500, revenueCents: 2250 });
  });

  it.each([
    { ad_id: undefined },
    { date_start: '20.11.2026' },
    { date_stop: '2026-11-21' },
    { impressions: 'many' },
    { clicks: '-1' },
    { spend: '1,50' },
  ])('refuses a row with %j', (fields) => {
    expect(readRow({ ...row, ...(fields as object) }, 'USD')).toBeNull();
  });
});

import { describe, expect, it } from '@jest/globals';
import { withZeroDays } from './delivery-days.ts';
import { readRow } from './read-row.ts';

const row = (adId: string, date: string) => {
  const read = readRow({ ad_id: adId, date_start: date, impressions: '100', spend: '1.00' }, 'USD');
  if (read === null) throw new Error('unreadable');
  return read;
};

describe('LC24 missing days', () => {
  it('are zero inside the delivery window and nothing outside of it', () => {
    const rows = [row('1', '2026-11-20'), row('1', '2026-11-22'), row('2', '2026-11-20')];
    const delivery = { adId: '1', since: '2026-11-20', until: '2026-11-23', attributionSetting: '7d_click' };
    const filled = withZeroDays(rows, [delivery]);
    expect(filled.slice(0, 3)).toEqual(rows);
    expect(filled.slice(3).map(({ adId, date, impressions, spendCents }) => [adId, date, impressions, spendCents])).toEqual([
      ['1', '2026-11-21', 0, 0],
      ['1', '2026-11-23', 0, 0],
    ]);
    expect(withZeroDays(rows, [])).toEqual(rows);
  });
});

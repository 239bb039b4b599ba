import { describe, expect, it } from '@jest/globals';
import { catalogue } from '@mao/contracts';
import { createCodec } from '@mao/messaging';
import fc from 'fast-check';
import { chunkChanges } from './chunk-changes.ts';
import type { InsightDay } from './insight-days.ts';

const UUID = '0198a000-0000-7000-8000-000000000001';
// The largest number avsc takes as a long.
const LARGE = Number.MAX_SAFE_INTEGER - 1;
const day = (campaignId: string): InsightDay => ({
  adId: UUID,
  adMetaId: '120210000000000001',
  campaignId,
  date: '2026-11-20',
  impressions: LARGE,
  clicks: LARGE,
  inlineLinkClicks: LARGE,
  spendCents: LARGE,
  conversions: LARGE,
  revenueCents: LARGE,
  reach: LARGE,
  attributionSetting: '1d_view_7d_click_1d_ev_and_more',
});

describe('changed days', () => {
  it('make no event when there are none', () => {
    expect(chunkChanges([])).toEqual([]);
  });

  it('go out once each, in order, campaign by campaign, in chunks that fit', () => {
    const days = fc.array(fc.constantFrom('a', 'b', 'c').map(day), { maxLength: 60 });
    fc.assert(
      fc.property(days, fc.integer({ min: 1, max: 20 }), (all, maxRows) => {
        const chunks = chunkChanges(all, maxRows);
        for (const chunk of chunks) {
          expect(chunk.days.length).toBeGreaterThan(0);
          expect(chunk.days.length).toBeLessThanOrEqual(maxRows);
          expect(chunk.days.every(({ campaignId }) => campaignId === chunk.campaignId)).toBe(true);
        }
        for (const campaign of ['a', 'b', 'c']) {
          const sent = chunks.filter(({ campaignId }) => campaignId === campaign).flatMap((chunk) => chunk.days);
          expect(sent).toEqual(all.filter(({ campaignId }) => campaignId === campaign));
        }
      }),
    );
  });

  it('stay below 500 kB a message, even with the largest numbers', () => {
    const [chunk] = chunkChanges(Array.from({ length: 5_000 }, () => day(UUID)));
    const bytes = createCodec(catalogue).encode('insights', 'InsightsSynced', {
      campaignId: UUID,
      socialAccountId: UUID,
      syncRunId: UUID,
      currency: 'USD',
      timezone: 'America/Argentina/ComodRivadavia',
      rows: chunk?.days,
      syncedAt: new Date(),
    });
    expect(bytes.length).toBeLessThan(500_000);
  });
});

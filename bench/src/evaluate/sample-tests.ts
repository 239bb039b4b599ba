import type { AbTestInput, DailyRow, VariantInput } from '@mao/ab-stats';
import { seededRandom } from '../load/seeded-random.ts';

const DAYS = 28;
const DAY_MS = 86_400_000;
const START_MS = Date.UTC(2026, 0, 1);

/** Tests of 2 to 5 variants over 28 days, the same for the same seed: rates, prices and volumes differ as they do between real ads. */
export function sampleTests(count: number, seed: number): AbTestInput[] {
  const random = seededRandom(seed);
  return Array.from({ length: count }, (_, index) => sampleTest(2 + (index % 4), random));
}

function sampleTest(variantCount: number, random: () => number): AbTestInput {
  const variants = Array.from(
    { length: variantCount },
    (_, index): VariantInput => ({
      id: `ad-${index}`,
      clipId: `clip-${index}`,
      adId: `ad-${index}`,
    }),
  );
  return {
    now: new Date(START_MS + (DAYS + 1) * DAY_MS).toISOString(),
    timezone: 'America/New_York',
    test: {
      startTime: new Date(START_MS).toISOString(),
      metrics: ['ctr', 'cpc', 'roas'],
      primaryMetric: 'ctr',
      clickField: 'inline_link_clicks',
      design: 'observational',
      minImpressions: 1_000,
      minDurationHours: 48,
      minimumEffect: 0.2,
      horizonDays: DAYS,
      attributionWindowDays: 7,
    },
    variants,
    rows: variants.flatMap(({ id }) => daysOf(id, random)),
  };
}

function daysOf(variantId: string, random: () => number): DailyRow[] {
  const rate = 0.01 + random() * 0.03;
  const clickCents = 50 + random() * 200;
  return Array.from({ length: DAYS }, (_, day) => {
    const impressions = 500 + Math.floor(random() * 1_500);
    const clicks = Math.round(impressions * rate * (0.7 + random() * 0.6));
    const conversions = Math.round(clicks * 0.1 * random());
    return {
      variantId,
      date: new Date(START_MS + day * DAY_MS).toISOString().slice(0, 10),
      impressions,
      clicks,
      inlineLinkClicks: clicks,
      spendCents: Math.round(clicks * clickCents),
      conversions,
      revenueCents: conversions * 4_000,
      reach: impressions,
    };
  });
}

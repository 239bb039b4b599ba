import { startOfDay } from './account-days.ts';
import { DEFAULT_MIN_CLICKS } from './input.ts';
import type { Arm, Prepared } from './prepare.ts';

const HOUR_MS = 3_600_000;
// Days whose mean tells how fast a variant delivers.
const RATE_DAYS = 3;

export type EmbargoReason = 'insufficient_duration' | 'insufficient_impressions' | 'insufficient_clicks';

/** What one variant lacks; zeros when nothing. */
export interface Deficit {
  readonly variant_id: string;
  readonly clip_id: string;
  readonly ad_id: string;
  readonly missing_hours: number;
  readonly missing_impressions: number;
  readonly missing_clicks: number;
  /** When this variant will have enough at its present pace; null when it delivers nothing. */
  readonly eta: string | null;
}

export interface Embargo {
  readonly isMet: boolean;
  /** Duration first: more time alone also brings impressions and clicks. */
  readonly reasons: readonly EmbargoReason[];
  /** In the caller's order. */
  readonly deficits: readonly Deficit[];
  readonly eta: string | null;
}

/** Mean per day over the last settled days. */
export function recentDailyMean(column: readonly number[]): number {
  const days = Math.min(RATE_DAYS, column.length);
  let sum = 0;
  for (let day = column.length - days; day < column.length; day++) sum += column[day] ?? 0;
  return days === 0 ? 0 : sum / days;
}

/** Whole days until a shortfall is made good at `daily`; Infinity when nothing comes in. */
function daysToCover(missing: number, daily: number): number {
  return missing <= 0 ? 0 : Math.ceil(missing / daily);
}

function etaOf(prepared: Prepared, arm: Arm, missing: { impressions: number; clicks: number; hours: number }): number {
  const days = Math.max(
    daysToCover(missing.impressions, recentDailyMean(arm.impressions)),
    daysToCover(missing.clicks, recentDailyMean(arm.clicks)),
  );
  if (!Number.isFinite(days)) return Infinity;
  // Today's delivery counts once the day has ended.
  const byData = days === 0 ? prepared.nowMs : startOfDay(prepared.today + days, prepared.input.timezone);
  return Math.max(byData, missing.hours > 0 ? prepared.nowMs + Math.ceil(missing.hours * HOUR_MS) : prepared.nowMs);
}

const iso = (instantMs: number) => (Number.isFinite(instantMs) ? new Date(instantMs).toISOString() : null);

/** Whether every variant has run and delivered long enough for any verdict. Boundaries are inclusive. */
export function embargo(prepared: Prepared): Embargo {
  const { test } = prepared.input;
  const hours = Math.max(0, test.minDurationHours - prepared.elapsedMs / HOUR_MS);
  let latest = 0;
  let [impressionsShort, clicksShort] = [false, false];
  const deficits: Deficit[] = [];
  for (const arm of prepared.arms) {
    const impressions = Math.max(0, test.minImpressions - arm.sums.impressions);
    const clicks = Math.max(0, (test.minClicks ?? DEFAULT_MIN_CLICKS) - arm.sums.clicks);
    impressionsShort ||= impressions > 0;
    clicksShort ||= clicks > 0;
    const isShort = hours > 0 || impressions > 0 || clicks > 0;
    const eta = isShort ? etaOf(prepared, arm, { impressions, clicks, hours }) : 0;
    latest = Math.max(latest, eta);
    deficits[arm.position] = {
      variant_id: arm.variant.id,
      clip_id: arm.variant.clipId,
      ad_id: arm.variant.adId,
      missing_hours: hours,
      missing_impressions: impressions,
      missing_clicks: clicks,
      eta: isShort ? iso(eta) : null,
    };
  }
  const reasons: EmbargoReason[] = [];
  if (hours > 0) reasons.push('insufficient_duration');
  if (impressionsShort) reasons.push('insufficient_impressions');
  if (clicksShort) reasons.push('insufficient_clicks');
  return { isMet: reasons.length === 0, reasons, deficits, eta: reasons.length === 0 ? null : iso(latest) };
}

import { createWindowMeter, type WindowMeter } from './window-meter.ts';

/** Meta's access tiers, or one of the test's own making. */
export type Tier = 'development' | 'standard' | CustomTier;

interface CustomTier {
  readonly points: number;
  readonly decay_seconds: number;
  readonly block_seconds: number;
  /** Mutations per second; without it there is no such limit. */
  readonly mutations_per_second?: number | undefined;
}

export type Bucket = 'ads_management' | 'ads_insights' | 'instagram';

interface TierLimits {
  readonly points: number;
  readonly decayMs: number;
  readonly blockMs: number;
  readonly mutationsPerSecond: number | null;
  readonly accessTier: 'development_access' | 'standard_access';
  /** Calls per hour before active ads add to it; null: not limited. */
  readonly hourlyCalls: { readonly ads_management: number; readonly ads_insights: number } | null;
}

/** Everything that counts against one ad account. */
export interface AccountLimits {
  readonly tier: TierLimits;
  readonly score: WindowMeter;
  readonly hourly: { readonly ads_management: WindowMeter; readonly ads_insights: WindowMeter };
  readonly mutations: WindowMeter;
  /** Independent of the tier's decay: the control interface reports the highest sum. */
  readonly points300s: WindowMeter;
  maxPoints300s: number;
  /** Virtual time; 0 when not blocked. */
  blockedUntilMs: number;
  /** Real time at which an injected throttle ends, by bucket. */
  readonly throttledUntilRealMs: Map<Bucket, number>;
}

const FULL_TIER_POINTS = 9000;
const HOUR_MS = 3_600_000;

// Quotas of Meta's rate limiting page: score (read 1, write 3), calls per hour by business use case, 100 mutations per second.
const DEVELOPMENT: TierLimits = {
  points: 60,
  decayMs: 300_000,
  blockMs: 300_000,
  mutationsPerSecond: 100,
  accessTier: 'development_access',
  hourlyCalls: { ads_management: 300, ads_insights: 600 },
};
const STANDARD: TierLimits = {
  points: FULL_TIER_POINTS,
  decayMs: 300_000,
  blockMs: 60_000,
  mutationsPerSecond: 100,
  accessTier: 'standard_access',
  hourlyCalls: { ads_management: 100_000, ads_insights: 190_000 },
};

function limitsOfTier(tier: Tier): TierLimits {
  if (tier === 'development') return DEVELOPMENT;
  if (tier === 'standard') return STANDARD;
  return {
    points: tier.points,
    decayMs: tier.decay_seconds * 1000,
    blockMs: tier.block_seconds * 1000,
    mutationsPerSecond: tier.mutations_per_second ?? null,
    accessTier: tier.points < FULL_TIER_POINTS ? 'development_access' : 'standard_access',
    hourlyCalls: null,
  };
}

export function createAccountLimits(tier: Tier): AccountLimits {
  const limits = limitsOfTier(tier);
  return {
    tier: limits,
    score: createWindowMeter(limits.decayMs),
    hourly: { ads_management: createWindowMeter(HOUR_MS), ads_insights: createWindowMeter(HOUR_MS) },
    mutations: createWindowMeter(1000),
    points300s: createWindowMeter(300_000),
    maxPoints300s: 0,
    blockedUntilMs: 0,
    throttledUntilRealMs: new Map(),
  };
}

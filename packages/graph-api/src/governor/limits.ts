/** Meta's access tiers of an app on an ad account. */
export type Tier = 'development' | 'standard';

/** The score model of one ad account: a read costs 1, a write 3, and each point counts until it has decayed. */
export interface ScoreLimits {
  readonly points: number;
  readonly decayMs: number;
  /** How long Meta refuses everything once the points are used up. */
  readonly blockMs: number;
}

export const READ_POINTS = 1;
export const WRITE_POINTS = 3;

// Meta's "rate limiting" page of the Marketing API.
const TIERS: Readonly<Record<Tier, ScoreLimits>> = {
  development: { points: 60, decayMs: 300_000, blockMs: 300_000 },
  standard: { points: 9_000, decayMs: 300_000, blockMs: 60_000 },
};

/** The limits of a tier, each replaceable: tests shorten both sides, and Meta may change them. */
export const limitsOf = (tier: Tier, overrides: Partial<ScoreLimits>): ScoreLimits => ({ ...TIERS[tier], ...overrides });

/** `ads_api_access_tier` of the usage headers; null for what Meta has not documented. */
export function tierOfHeader(text: string | null): Tier | null {
  if (text === 'development_access') return 'development';
  return text === 'standard_access' ? 'standard' : null;
}

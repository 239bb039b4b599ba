import { GraphRefusal } from '../errors.ts';
import type { AdAccount } from '../store/accounts.ts';
import type { AccountLimits, Bucket } from './account-limits.ts';

const READ_POINTS = 1;
const WRITE_POINTS = 3;

export interface Charge {
  readonly bucket: Bucket;
  readonly isMutation: boolean;
  readonly nowMs: number;
  readonly realNowMs: number;
  /** Only asked when the hourly quota is in question: counting is not free. */
  readonly countActiveAds: () => number;
}

/** Counts one call against the account. A refused call costs nothing. @throws GraphRefusal with the code of the limit it broke. */
export function chargeCall(account: AdAccount, charge: Charge): void {
  const { limits } = account;
  refuseWhileThrottled(limits, charge);
  if (charge.bucket === 'instagram') return;
  const points = charge.isMutation ? WRITE_POINTS : READ_POINTS;
  refuseOverScore(limits, charge.nowMs, points);
  refuseOverMutationRate(limits, charge);
  refuseOverHourlyQuota(limits, charge);

  limits.score.add(charge.nowMs, points);
  limits.hourly[charge.bucket].add(charge.nowMs, 1);
  if (charge.isMutation) limits.mutations.add(charge.nowMs, 1);
  limits.points300s.add(charge.nowMs, points);
  limits.maxPoints300s = Math.max(limits.maxPoints300s, limits.points300s.sum(charge.nowMs));
}

function refuseWhileThrottled(limits: AccountLimits, charge: Charge): void {
  const untilMs = limits.throttledUntilRealMs.get(charge.bucket);
  if (untilMs === undefined) return;
  if (untilMs > charge.realNowMs) throw tooManyCalls(charge.bucket);
  limits.throttledUntilRealMs.delete(charge.bucket);
}

const BUCKET_CODES: Readonly<Record<Bucket, number>> = { ads_management: 80004, ads_insights: 80000, instagram: 80002 };

function tooManyCalls(bucket: Bucket): GraphRefusal {
  const code = BUCKET_CODES[bucket];
  return throttled(code, 2446079, `(#${code}) There have been too many calls to this ad-account. Wait a bit and try again.`);
}

function refuseOverScore(limits: AccountLimits, nowMs: number, points: number): void {
  if (limits.blockedUntilMs <= nowMs) {
    if (limits.score.sum(nowMs) + points <= limits.tier.points) return;
    limits.blockedUntilMs = nowMs + limits.tier.blockMs;
  }
  throw throttled(17, 2446079, '(#17) User request limit reached');
}

function refuseOverMutationRate(limits: AccountLimits, charge: Charge): void {
  const limit = limits.tier.mutationsPerSecond;
  if (!charge.isMutation || limit === null || limits.mutations.sum(charge.nowMs) < limit) return;
  throw throttled(613, 5044001, '(#613) Calls to this api have exceeded the rate limit: too many mutations per second.');
}

const CALLS_PER_ACTIVE_AD = { ads_management: 40, ads_insights: 400 } as const;

function refuseOverHourlyQuota(limits: AccountLimits, charge: Charge): void {
  if (limits.tier.hourlyCalls === null || charge.bucket === 'instagram') return;
  const used = limits.hourly[charge.bucket].sum(charge.nowMs);
  const base = limits.tier.hourlyCalls[charge.bucket];
  if (used < base || used < base + CALLS_PER_ACTIVE_AD[charge.bucket] * charge.countActiveAds()) return;
  throw tooManyCalls(charge.bucket);
}

export function throttled(code: number, subcode: number | undefined, message: string): GraphRefusal {
  return new GraphRefusal({
    httpStatus: 400,
    code,
    subcode,
    message,
    isTransient: true,
    userTitle: 'Ad Account Has Too Many API Calls',
    userMsg: 'There have been too many calls from this ad account. Please wait a bit and try again.',
  });
}

import type { GovernorSettings } from './governor-settings.ts';
import { foreignPoints, type GovernorState, limitsIn, NO_FACTS, ownPoints, type QuotaFacts } from './governor-state.ts';
import { type Bucket, ceilingsOf, type Lane } from './lanes.ts';
import type { ScoreLimits } from './limits.ts';
import { returnTimes } from './score-window.ts';
import { aheadOf, enqueue, leave, type Queue, waiting } from './waiters.ts';

/** One call, or a group that is let through as one. */
export interface CallRequest {
  readonly lane: Lane;
  readonly bucket: Bucket;
  readonly points: number;
  readonly isMutation: boolean;
  /** Who waits, for fairness. Null: nobody that could be recognised. */
  readonly caller: string | null;
}

export type Verdict =
  | { readonly go: true }
  | { readonly go: false; readonly retryAtMs: number; readonly reason: 'blocked' | 'mutations' | 'slowed' | 'points' };

export interface Decision {
  readonly state: GovernorState;
  readonly verdict: Verdict;
}

/** What holds beside the account's own state. */
export interface DecideContext {
  readonly settings: GovernorSettings;
  /** The app's quota, common to all accounts. */
  readonly app: QuotaFacts;
}

const SECOND_MS = 1_000;
/** Waiters come back at least this far apart. */
const STAGGER_MS = 50;
const STAGGER_STEPS = 20;
/** A call under way is expected to be answered after this. */
const ANSWER_MS = 1_000;

const quotaOf = (state: GovernorState, name: string): QuotaFacts => state.quotas[name] ?? NO_FACTS;
const hasScore = (request: CallRequest): boolean => request.bucket !== 'instagram';

function blockedUntil(state: GovernorState, request: CallRequest, app: QuotaFacts): number {
  const account = hasScore(request) ? quotaOf(state, 'account').blockedUntilMs : 0;
  return Math.max(account, quotaOf(state, request.bucket).blockedUntilMs, app.blockedUntilMs);
}

/** How full the fullest quota of a call is, 0 to 1. What a header said holds until its quota can have decayed. */
function fill(state: GovernorState, request: CallRequest, context: DecideContext, nowMs: number): number {
  const { points, decayMs } = limitsIn(state, context.settings);
  const isFresh = ({ seenAtMs }: QuotaFacts): boolean => seenAtMs + decayMs > nowMs;
  const stated = [quotaOf(state, request.bucket), context.app].map((facts) => (isFresh(facts) ? facts.pct / 100 : 0));
  if (!hasScore(request)) return Math.max(...stated);
  const own = ownPoints(state, nowMs, decayMs);
  const total = (own + foreignPoints(state, nowMs, decayMs)) / points;
  return Math.max(...stated, total, own / (points * context.settings.share));
}

/** When `points` fit under the lane's ceilings. `nowMs` when they do now. */
function pointsAt(state: GovernorState, request: CallRequest, context: DecideContext, points: number, nowMs: number): number {
  const limits = limitsIn(state, context.settings);
  const { decayMs } = limits;
  const ceilings = ceilingsOf(request.lane, limits.points, context.settings);
  // More than a ceiling ever holds goes once nothing else counts.
  const fits = (atMs: number): boolean => {
    const own = ownPoints(state, atMs, decayMs);
    const total = own + foreignPoints(state, atMs, decayMs);
    return (
      own + Math.min(points, ceilings.ownPoints) <= ceilings.ownPoints &&
      total + Math.min(points, ceilings.totalPoints) <= ceilings.totalPoints
    );
  };
  if (fits(nowMs)) return nowMs;
  const faded = [0.1, 0.25, 0.5, 0.75, 1].map((part) => state.foreign.atMs + part * decayMs);
  const candidates = [...returnTimes(state.window, nowMs, decayMs), ...faded].filter((atMs) => atMs > nowMs);
  return candidates.sort((a, b) => a - b).find(fits) ?? nowMs + ANSWER_MS;
}

/** The pause after a call in the slow zone: as long as the account needs to earn the call's points back. */
const slowGapMs = (points: number, limits: ScoreLimits, settings: GovernorSettings): number =>
  (points * limits.decayMs) / (limits.points * settings.share);

interface Wait {
  readonly retryAtMs: number;
  readonly reason: 'blocked' | 'mutations' | 'slowed' | 'points';
}

function urgentWait(state: GovernorState, request: CallRequest, context: DecideContext, nowMs: number): Wait | null {
  // Meta refuses everything of this account: one try a second finds out when it does no longer, without a storm.
  const isBlocked = blockedUntil(state, request, context.app) > nowMs;
  return isBlocked && state.nextUrgentMs > nowMs ? { retryAtMs: state.nextUrgentMs, reason: 'blocked' } : null;
}

function mutationWait(state: GovernorState, request: CallRequest, context: DecideContext, nowMs: number): Wait | null {
  if (!request.isMutation || state.mutationsMs.length < context.settings.mutationsPerSecond) return null;
  return { retryAtMs: (state.mutationsMs[0] ?? nowMs) + SECOND_MS, reason: 'mutations' };
}

/** Undoing waits for nobody, and building not for insights reads: those have their own, lower ceiling. */
function before(state: GovernorState, request: CallRequest): Queue {
  if (request.lane === 'undo') return [];
  const ahead = aheadOf(state.queue, request.caller);
  return request.lane === 'insights' ? ahead : ahead.filter(({ lane }) => lane !== 'insights');
}

/** A named newcomer goes after the last of those who wait, else whoever comes often would get more than whoever waits. */
function turnAt(state: GovernorState, request: CallRequest, ahead: Queue): number {
  const isNewcomer = request.caller !== null && !state.queue.some(({ caller }) => caller === request.caller);
  return isNewcomer ? Math.max(0, ...ahead.map(({ dueMs }) => dueMs + STAGGER_MS)) : 0;
}

function ordinaryWait(state: GovernorState, request: CallRequest, context: DecideContext, nowMs: number): Wait | null {
  const { settings } = context;
  const ahead = before(state, request);
  const untilMs = blockedUntil(state, request, context.app);
  if (untilMs > nowMs) return { retryAtMs: untilMs + ahead.length * STAGGER_MS, reason: 'blocked' };
  const isSlowed = request.lane === 'write' || request.lane === 'insights';
  if (isSlowed && state.nextSlowMs > nowMs && fill(state, request, context, nowMs) >= settings.slowAt) {
    const gapMs = slowGapMs(request.points, limitsIn(state, settings), settings);
    return { retryAtMs: state.nextSlowMs + ahead.length * gapMs, reason: 'slowed' };
  }
  if (!hasScore(request)) return null;
  const needed = ahead.reduce((sum, waiter) => sum + waiter.points, request.points);
  const fitsAtMs = pointsAt(state, request, context, needed, nowMs);
  const turnMs = turnAt(state, request, ahead);
  if (fitsAtMs <= nowMs && turnMs <= nowMs) return null;
  return { retryAtMs: Math.max(turnMs, fitsAtMs + ahead.length * STAGGER_MS), reason: 'points' };
}

/** Books a wait: the caller keeps its place in the queue, and no two callers are sent back to the same instant. */
export function refuse(state: GovernorState, request: CallRequest, wait: Wait): Decision {
  // A name has its place; those without one are told apart by a counter.
  const staggerMs = request.caller === null ? (state.refusals % STAGGER_STEPS) * STAGGER_MS : 0;
  const retryAtMs = Math.ceil(wait.retryAtMs + staggerMs);
  const queue = enqueue(state.queue, { caller: request.caller, lane: request.lane, points: request.points, dueMs: retryAtMs });
  return {
    state: { ...state, queue, refusals: state.refusals + 1 },
    verdict: { go: false, retryAtMs, reason: wait.reason },
  };
}

function admit(state: GovernorState, request: CallRequest, context: DecideContext, nowMs: number): Decision {
  const { settings } = context;
  const isSlow = fill(state, request, context, nowMs) >= settings.slowAt;
  const gapMs = slowGapMs(request.points, limitsIn(state, settings), settings);
  const admitted = {
    ...state,
    inFlightPoints: state.inFlightPoints + (hasScore(request) ? request.points : 0),
    mutationsMs: request.isMutation ? [...state.mutationsMs, nowMs] : state.mutationsMs,
    nextSlowMs: isSlow ? nowMs + gapMs : state.nextSlowMs,
    nextUrgentMs: request.lane === 'urgent' ? nowMs + SECOND_MS : state.nextUrgentMs,
    queue: leave(state.queue, request.caller),
  };
  return { state: admitted, verdict: { go: true } };
}

/**
 * Whether a call may go now, and if not, when to ask again. Pure, and it never waits: the caller's engine does.
 * What goes is booked in the new state until `settle` is told of its answer.
 */
export function decide(state: GovernorState, request: CallRequest, context: DecideContext, nowMs: number): Decision {
  const current = {
    ...state,
    mutationsMs: state.mutationsMs.filter((atMs) => atMs + SECOND_MS > nowMs),
    queue: waiting(state.queue, nowMs),
  };
  const wait =
    mutationWait(current, request, context, nowMs) ??
    (request.lane === 'urgent' ? urgentWait : ordinaryWait)(current, request, context, nowMs);
  return wait === null ? admit(current, request, context, nowMs) : refuse(current, request, wait);
}

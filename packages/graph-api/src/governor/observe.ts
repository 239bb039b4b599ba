import type { GraphError } from '../errors/graph-error.ts';
import type { Usage } from '../wire/usage.ts';
import type { CallRequest } from './decide.ts';
import type { GovernorSettings } from './governor-settings.ts';
import { type GovernorState, limitsIn, NO_FACTS, type QuotaFacts } from './governor-state.ts';
import { type Tier, tierOfHeader } from './limits.ts';
import { countPoints, usedPoints } from './score-window.ts';

/** What one answer taught. `usage` is null when none came, `error` when it was a success. */
export interface Lesson {
  readonly usage: Usage | null;
  readonly error: GraphError | null;
}

/** Limits of one ad set, of ad creation or of a spend limit: the rest of the account is not concerned. */
const OBJECT_SUBCODES = new Set([1487632, 1487225, 1885172]);
const BUCKET_OF_CODE: Readonly<Record<number, string>> = { 80000: 'ads_insights', 80002: 'instagram', 80004: 'ads_management' };
const BUCKETS: ReadonlySet<string> = new Set(['ads_management', 'ads_insights', 'instagram']);
const APP_CODE = 4;
const ACCOUNT_CODES = new Set([17, 341, 613]);

const isThrottle = (error: GraphError | null): error is GraphError =>
  error !== null && error.class === 'RATE_LIMIT' && error.origin !== 'client' && !OBJECT_SUBCODES.has(error.subcode ?? 0);

/** Full is full, whoever says so: a quota rests for the stated time, or a while when it stands at 95 %. */
function quotaFacts(pct: number, regainMs: number, settings: GovernorSettings, nowMs: number): QuotaFacts {
  const restMs = regainMs > 0 ? regainMs : pct >= settings.pauseAt * 100 ? settings.pauseMs : 0;
  return { pct, seenAtMs: nowMs, blockedUntilMs: restMs > 0 ? nowMs + restMs : 0 };
}

/** An answer that was under way when a block began must not lift it: only a later success does. */
function merged(old: QuotaFacts | undefined, seen: QuotaFacts, lesson: Lesson): QuotaFacts {
  const keeps = lesson.error !== null && (old?.blockedUntilMs ?? 0) > seen.blockedUntilMs;
  return keeps ? { ...seen, blockedUntilMs: old?.blockedUntilMs ?? 0 } : seen;
}

/** Every entry of every header, by quota. Several entries of one kind: the fullest counts. */
function statedQuotas(usage: Usage, settings: GovernorSettings, nowMs: number): Map<string, QuotaFacts> {
  const entries = usage.business.map((entry) => ({
    name: entry.type,
    pct: Math.max(entry.callCountPct, entry.cpuTimePct, entry.totalTimePct),
    regainMs: entry.regainMs,
  }));
  if (usage.insights)
    entries.push({ name: 'ads_insights', pct: Math.max(usage.insights.accountUtilPct, usage.insights.appUtilPct), regainMs: 0 });
  const quotas = new Map<string, QuotaFacts>();
  // Other kinds are none of our calls', and what is kept must not grow with what a server invents.
  for (const { name, pct, regainMs } of entries.filter((entry) => BUCKETS.has(entry.name))) {
    const facts = quotaFacts(pct, regainMs, settings, nowMs);
    const other = quotas.get(name) ?? NO_FACTS;
    quotas.set(name, {
      pct: Math.max(facts.pct, other.pct),
      seenAtMs: nowMs,
      blockedUntilMs: Math.max(facts.blockedUntilMs, other.blockedUntilMs),
    });
  }
  return quotas;
}

function statedTier(usage: Usage): Tier | null {
  const texts = [usage.adAccount?.tier, ...usage.business.map(({ tier }) => tier), usage.insights?.tier];
  return texts.map((text) => tierOfHeader(text ?? null)).find((tier) => tier !== null) ?? null;
}

function withUsage(state: GovernorState, lesson: Lesson, settings: GovernorSettings, nowMs: number): GovernorState {
  const { usage } = lesson;
  if (usage === null) return state;
  const known = { ...state, tier: statedTier(usage) ?? state.tier };
  const { points, decayMs } = limitsIn(known, settings);
  const quotas = { ...state.quotas };
  for (const [name, facts] of statedQuotas(usage, settings, nowMs)) quotas[name] = merged(quotas[name], facts, lesson);
  if (usage.adAccount === null) return { ...known, quotas };
  const statedPoints = Math.min(1, usage.adAccount.utilPct / 100) * points;
  const foreign = Math.max(0, statedPoints - usedPoints(known.window, nowMs, decayMs));
  return { ...known, quotas, foreign: { points: foreign, atMs: nowMs } };
}

function withThrottle(
  state: GovernorState,
  lesson: Lesson,
  call: CallRequest,
  settings: GovernorSettings,
  nowMs: number,
): GovernorState {
  const { error, usage } = lesson;
  if (!isThrottle(error) || error.code === APP_CODE) return liftedBySuccess(state, lesson, call);
  const name = ACCOUNT_CODES.has(error.code ?? 0) ? 'account' : (BUCKET_OF_CODE[error.code ?? 0] ?? call.bucket);
  const isStated = (usage?.regainMs ?? 0) > 0;
  const restMs = isStated ? (error.retryAfterMs ?? settings.pauseMs) : limitsIn(state, settings).blockMs;
  const old = state.quotas[name] ?? NO_FACTS;
  const facts = { pct: 100, seenAtMs: nowMs, blockedUntilMs: Math.max(old.blockedUntilMs, nowMs + restMs) };
  return { ...state, quotas: { ...state.quotas, [name]: facts } };
}

/** A pause that came through during a block proves that the block is over. */
function liftedBySuccess(state: GovernorState, lesson: Lesson, call: CallRequest): GovernorState {
  const account = state.quotas['account'];
  if (lesson.error !== null || call.lane !== 'urgent' || account === undefined) return state;
  return { ...state, quotas: { ...state.quotas, account: NO_FACTS } };
}

/**
 * The call's points stop being under way and begin to decay; what its answers say is taken over. A group may have spent
 * less than it was let through with, when it stopped early, or more, when a list had further pages. Pure.
 */
export function settle(
  state: GovernorState,
  call: CallRequest,
  lessons: readonly Lesson[],
  settings: GovernorSettings,
  nowMs: number,
  spentPoints: number = call.points,
): GovernorState {
  const isScored = call.bucket !== 'instagram';
  const points = isScored ? spentPoints : 0;
  const { decayMs } = limitsIn(state, settings);
  const answered = {
    ...state,
    inFlightPoints: Math.max(0, state.inFlightPoints - (isScored ? call.points : 0)),
    window: points === 0 ? state.window : countPoints(state.window, points, nowMs, decayMs),
  };
  return lessons.reduce(
    (learnt, lesson) => withThrottle(withUsage(learnt, lesson, settings, nowMs), lesson, call, settings, nowMs),
    answered,
  );
}

/** The app's quota after an answer of any account. */
export function appFacts(app: QuotaFacts, lesson: Lesson, settings: GovernorSettings, nowMs: number): QuotaFacts {
  const { usage, error } = lesson;
  if (isThrottle(error) && error.code === APP_CODE)
    return { pct: 100, seenAtMs: nowMs, blockedUntilMs: nowMs + (error.retryAfterMs ?? settings.pauseMs) };
  if (usage?.app == null) return app;
  const { callCountPct, totalTimePct, cpuTimePct } = usage.app;
  return merged(app, quotaFacts(Math.max(callCountPct, totalTimePct, cpuTimePct), 0, settings, nowMs), lesson);
}

import { createHash } from 'node:crypto';
import type { AccountAccess } from '../access.ts';
import type { GraphError } from '../errors/graph-error.ts';
import { makeError } from '../errors/make-error.ts';
import { accountDigits } from '../ids.ts';
import { type AccountState, accountStateOf } from './account-state.ts';
import type { BudgetStore } from './budget-store.ts';
import { afterAnswer, askCircuit, type Circuit, CLOSED } from './circuit.ts';
import { type CallRequest, decide, refuse, type Verdict } from './decide.ts';
import { type GovernorOptions, governorSettings } from './governor-settings.ts';
import { freshState, type GovernorState, limitsIn, NO_FACTS } from './governor-state.ts';
import { ceilingsOf } from './lanes.ts';
import { appFacts, type Lesson, settle } from './observe.ts';

/** A call or group as its sender describes it; the governor adds who asks. */
export type GovernedCall = Omit<CallRequest, 'caller'>;

/** A call that was let through. `settle` must be called exactly once, whatever came of it. */
export interface Ticket {
  /** `spentPoints`: what a group really cost. Default: what it was let through with. */
  settle(lessons: readonly Lesson[], spentPoints?: number): void;
}

export type Admission = { readonly ok: true; readonly ticket: Ticket } | { readonly ok: false; readonly error: GraphError };

/** Decides for every call whether it may go now. It never waits for a quota: a refusal says when to ask again. */
export interface Governor {
  admit(access: AccountAccess, call: GovernedCall): Promise<Admission>;
  accountState(adAccountId: string): AccountState;
}

interface LeaseWait {
  readonly retryAtMs: number;
}

interface Account {
  state: GovernorState;
  circuit: Circuit;
  /** Points leased from the shared store and not used yet, by lane. */
  readonly leases: Map<string, { points: number; endsAtMs: number }>;
}

const NO_TICKET: Ticket = { settle: () => undefined };
/** A lease is used within this part of the decay or runs out. */
const LEASE_PART = 0.05;
/** What one lease takes of all points: one call on the development tier, 180 points on the standard tier. */
const CHUNK_PART = 0.02;
const STORE_RETRY_MS = 1_000;

const REASONS: Readonly<Record<Extract<Verdict, { go: false }>['reason'], string>> = {
  blocked: 'Meta throttles this account',
  mutations: 'too many changes to this account within a second',
  slowed: "the account's quota is nearly used up: calls are spread",
  points: "the account's points are used up",
};

function refusal(reason: string, retryAtMs: number, nowMs: number): GraphError {
  return { ...makeError('RATE_LIMIT', 'client', `not sent: ${reason}`), retryAfterMs: Math.max(1, Math.ceil(retryAtMs - nowMs)) };
}

const tokenHashOf = (token: string): string => createHash('sha256').update(token).digest('hex').slice(0, 16);

/** The governor of one client. Its state is small, lives in memory and is learnt again from Meta's headers after a restart. */
export function createGovernor(options: GovernorOptions, nowMs: () => number): Governor {
  const settings = governorSettings(options);
  const accounts = new Map<string, Account>();
  let app = NO_FACTS;

  const keyOf = (adAccountId: string): string => accountDigits(adAccountId) ?? adAccountId;

  function accountOf(adAccountId: string): Account {
    const key = keyOf(adAccountId);
    const known = accounts.get(key) ?? { state: freshState(settings), circuit: CLOSED, leases: new Map() };
    accounts.set(key, known);
    return known;
  }

  /** Takes the call's points out of this process's lease, or leases more. Null when they are there. */
  async function lease(store: BudgetStore, account: Account, key: string, call: CallRequest): Promise<LeaseWait | null> {
    const now = nowMs();
    const { points, decayMs } = limitsIn(account.state, settings);
    const held = account.leases.get(call.lane);
    if (held !== undefined && held.endsAtMs > now && held.points >= call.points) {
      held.points -= call.points;
      return null;
    }
    const lifeMs = decayMs * LEASE_PART;
    const granted = await store.lease({
      account: key,
      least: call.points,
      wanted: Math.max(call.points, Math.floor(points * CHUNK_PART)),
      ceiling: call.lane === 'urgent' ? Number.MAX_SAFE_INTEGER : ceilingsOf(call.lane, points, settings).ownPoints,
      windowMs: decayMs + 2 * lifeMs,
      nowMs: now,
    });
    if (granted.granted < call.points) return { retryAtMs: granted.retryAtMs };
    account.leases.set(call.lane, { points: granted.granted - call.points, endsAtMs: now + lifeMs });
    return null;
  }

  function ticketOf(account: Account, call: CallRequest, tokenHash: string): Ticket {
    return {
      settle(lessons, spentPoints) {
        const now = nowMs();
        account.state = settle(account.state, call, lessons, settings, now, spentPoints);
        for (const lesson of lessons) {
          app = appFacts(app, lesson, settings, now);
          account.circuit = afterAnswer(account.circuit, { error: lesson.error, tokenHash }, settings.circuit, now);
        }
      },
    };
  }

  /** The store's no: the call is taken back, as if it had never been let through. */
  async function leaseOrTakeBack(account: Account, key: string, call: CallRequest): Promise<GraphError | null> {
    if (options.store === undefined || call.bucket === 'instagram') return null;
    const wait = await lease(options.store, account, key, call).catch((): LeaseWait => ({ retryAtMs: nowMs() + STORE_RETRY_MS }));
    // A pause is booked when it can be, and goes when it cannot.
    if (wait === null || call.lane === 'urgent') return null;
    const undone = { ...account.state, inFlightPoints: Math.max(0, account.state.inFlightPoints - call.points) };
    const { state, verdict } = refuse(undone, call, { retryAtMs: wait.retryAtMs, reason: 'points' });
    account.state = state;
    return refusal(REASONS.points, verdict.go ? wait.retryAtMs : verdict.retryAtMs, nowMs());
  }

  return {
    async admit(access, governed) {
      const account = accountOf(access.adAccountId);
      const tokenHash = tokenHashOf(access.accessToken);
      const call: CallRequest = { ...governed, caller: access.caller ?? null };
      const now = nowMs();
      const { verdict, state } = decide(account.state, call, { settings, app }, now);
      // The breaker is asked last: its one probe must not be spent on a call that does not go.
      const circuit = askCircuit(account.circuit, { tokenHash, lane: call.lane }, settings.circuit, now);
      if (!circuit.go)
        return { ok: false, error: { ...circuit.error, origin: 'client', retryAfterMs: Math.max(1, circuit.retryAtMs - now) } };
      account.state = state;
      if (!verdict.go) return { ok: false, error: refusal(REASONS[verdict.reason], verdict.retryAtMs, now) };
      account.circuit = circuit.circuit;
      const error = await leaseOrTakeBack(account, keyOf(access.adAccountId), call);
      return error === null ? { ok: true, ticket: ticketOf(account, call, tokenHash) } : { ok: false, error };
    },
    accountState(adAccountId) {
      const account = accounts.get(keyOf(adAccountId));
      return accountStateOf(account?.state ?? freshState(settings), account?.circuit ?? CLOSED, settings, nowMs());
    },
  };
}

/** Lets everything through: for a client whose caller governs. */
export const ungoverned: Governor = {
  admit: async () => ({ ok: true, ticket: NO_TICKET }),
  accountState: () => ({
    circuit: 'closed',
    cause: null,
    error: null,
    retryAtMs: null,
    tier: null,
    usedPct: 0,
    blockedUntilMs: null,
    waiting: 0,
  }),
};

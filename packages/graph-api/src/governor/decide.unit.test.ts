import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { makeError } from '../errors/make-error.ts';
import { parseUsage } from '../wire/usage.ts';
import { type CallRequest, type DecideContext, decide } from './decide.ts';
import { type GovernorOptions, governorSettings } from './governor-settings.ts';
import { freshState, type GovernorState, NO_FACTS } from './governor-state.ts';
import { appFacts, type Lesson, settle } from './observe.ts';

const NOW = 1_000_000_000;
const write: CallRequest = { lane: 'write', bucket: 'ads_management', points: 3, isMutation: true, caller: null };
const read: CallRequest = { ...write, lane: 'read', points: 1, isMutation: false };
const insights: CallRequest = { ...read, lane: 'insights', bucket: 'ads_insights' };
const pause: CallRequest = { ...write, lane: 'urgent' };
const undo: CallRequest = { ...write, lane: 'undo' };

/** An account with a clock of its own: every call is answered 10 ms after it went. */
function account(options: GovernorOptions = {}) {
  const settings = governorSettings({ tier: 'development', ...options });
  const context: DecideContext = { settings, app: NO_FACTS };
  let state: GovernorState = freshState(settings);
  return {
    settings,
    state: () => state,
    ask(call: CallRequest, atMs: number, lesson: Lesson = { usage: null, error: null }) {
      const decision = decide(state, call, context, atMs);
      state = decision.state;
      if (decision.verdict.go) state = settle(state, call, [lesson], settings, atMs + 10);
      return decision.verdict;
    },
    hear(lesson: Lesson, call: CallRequest, atMs: number) {
      state = settle(state, { ...call, points: 0 }, [lesson], settings, atMs);
    },
  };
}

const usageOf = (headers: Record<string, string>): Lesson => ({ usage: parseUsage((name) => headers[name]), error: null });
const business = (entries: object[]): Lesson => usageOf({ 'x-business-use-case-usage': JSON.stringify({ 1: entries }) });

describe('LC16 governor: what the headers say', () => {
  it('rests a quota that any entry of any header calls 95 % full, and only that one', () => {
    const one = account();
    one.hear(
      business([
        { type: 'ads_management', call_count: 1 },
        { type: 'ads_insights', total_cputime: 95 },
      ]),
      read,
      NOW,
    );
    expect(one.ask(insights, NOW + 1)).toEqual({ go: false, retryAtMs: NOW + 60_000, reason: 'blocked' });
    expect(one.ask(read, NOW + 1)).toEqual({ go: true });
  });

  it('obeys the regain time to the minute, then asks again', () => {
    const one = account();
    one.hear(business([{ type: 'ads_management', call_count: 100, estimated_time_to_regain_access: 19 }]), read, NOW);
    expect(one.ask(read, NOW + 19 * 60_000 - 1)).toMatchObject({ go: false, reason: 'blocked', retryAtMs: NOW + 19 * 60_000 });
    expect(one.ask(read, NOW + 19 * 60_000)).toEqual({ go: true });
  });

  it('keeps nothing of kinds that are none of our calls, and waits no longer than a day', () => {
    const one = account();
    const invented = Array.from({ length: 32 }, (_, index) => ({ type: `odd-${index}`, call_count: 100 }));
    one.hear(business([...invented, { type: 'ads_management', estimated_time_to_regain_access: 1e300 }]), read, NOW);
    expect(Object.keys(one.state().quotas)).toEqual(['ads_management']);
    expect(one.ask(read, NOW + 1)).toMatchObject({ go: false, retryAtMs: NOW + 86_400_000 });
  });

  it('takes the insights throttle header for insights and the app header for everyone', () => {
    const one = account();
    one.hear(usageOf({ 'x-fb-ads-insights-throttle': '{"app_id_util_pct":100,"acc_id_util_pct":10}' }), read, NOW);
    expect(one.ask(insights, NOW + 1).go).toBe(false);
    const lesson = usageOf({ 'x-app-usage': '{"call_count":10,"total_time":97,"total_cputime":25}' });
    const app = appFacts(NO_FACTS, lesson, one.settings, NOW);
    const other = freshState(one.settings);
    expect(decide(other, read, { settings: one.settings, app }, NOW + 1).verdict.go).toBe(false);
    expect(decide(other, read, { settings: one.settings, app }, NOW + 60_000).verdict.go).toBe(true);
  });

  it('learns the tier from the headers', () => {
    const one = account({ tier: 'standard' });
    one.hear(usageOf({ 'x-ad-account-usage': '{"acc_id_util_pct":0,"ads_api_access_tier":"development_access"}' }), read, NOW);
    expect(one.state().tier).toBe('development');
  });

  it('counts the points of others that share the account, and lets them fade', () => {
    const one = account();
    one.hear(usageOf({ 'x-ad-account-usage': '{"acc_id_util_pct":94}' }), read, NOW);
    const refused = one.ask(write, NOW + 1);
    expect(refused).toMatchObject({ go: false, reason: 'points' });
    expect(one.ask(write, refused.go ? NOW : refused.retryAtMs)).toEqual({ go: true });
  });

  it('stops the account for its block when Meta says that the score is used up, whatever the bucket', () => {
    const one = account({ limits: { blockMs: 10_000 } });
    const error = { ...makeError('RATE_LIMIT', 'meta', '(#17)', 400), code: 17, subcode: 2446079, retryAfterMs: 60_000 };
    one.hear({ usage: null, error }, read, NOW);
    expect(one.ask(insights, NOW + 9_999)).toMatchObject({ go: false, retryAtMs: NOW + 10_000 });
    expect(one.ask(insights, NOW + 10_000)).toEqual({ go: true });
  });

  it.each([1487632, 1487225, 1885172])('does not stop the account for a limit of one object (%i)', (subcode) => {
    const one = account();
    one.hear({ usage: null, error: { ...makeError('RATE_LIMIT', 'meta', 'one', 400), code: 613, subcode } }, write, NOW);
    expect(one.ask(write, NOW + 1)).toEqual({ go: true });
  });

  it('a success that was under way does lift no block, an error does not shorten one', () => {
    const one = account();
    one.hear(business([{ type: 'ads_management', call_count: 100, estimated_time_to_regain_access: 5 }]), read, NOW);
    const late = business([{ type: 'ads_management', call_count: 10 }]);
    one.hear({ ...late, error: makeError('VALIDATION', 'meta', 'no', 400) }, read, NOW + 5);
    expect(one.ask(read, NOW + 10).go).toBe(false);
  });
});

describe('LC16 governor: slowing down', () => {
  it('spreads writes from 75 % on, at the pace the points come back, and not before', () => {
    const one = account();
    for (let call = 0; call < 15; call += 1) expect(one.ask(write, NOW)).toEqual({ go: true });
    // 45 of 60 points: the 16th write goes, the next must wait 3 points' worth of decay.
    expect(one.ask(write, NOW + 1)).toEqual({ go: true });
    expect(one.ask(write, NOW + 2)).toEqual({ go: false, retryAtMs: NOW + 1 + 15_000, reason: 'slowed' });
    expect(one.ask(write, NOW + 15_001)).toEqual({ go: true });
  });

  it('spreads also when a header, not our own count, says 80 %', () => {
    const one = account();
    one.hear(business([{ type: 'ads_management', total_time: 80 }]), read, NOW);
    expect(one.ask(write, NOW + 1)).toEqual({ go: true });
    expect(one.ask(write, NOW + 2)).toMatchObject({ go: false, reason: 'slowed' });
    expect(one.ask(read, NOW + 2)).toEqual({ go: true });
  });

  it('sends no two callers back to the same instant, the earliest first', () => {
    const one = account();
    for (let call = 0; call < 19; call += 1) one.ask({ ...read, points: 3 }, NOW);
    const due = ['a', 'b', 'c', 'd'].map((caller) => one.ask({ ...write, caller }, NOW + 1_000));
    const times = due.map((verdict) => (verdict.go ? 0 : verdict.retryAtMs));
    expect(new Set(times).size).toBe(4);
    expect([...times].sort((a, b) => a - b)).toEqual(times);
  });

  it('a newcomer does not overtake those who wait, however small its call', () => {
    const one = account();
    for (let call = 0; call < 19; call += 1) one.ask({ ...read, points: 3 }, NOW);
    const first = one.ask({ ...read, points: 30, caller: 'tree' }, NOW + 1_000);
    const dueMs = first.go ? 0 : first.retryAtMs;
    expect(one.ask({ ...read, caller: 'late' }, dueMs - 1).go).toBe(false);
    expect(one.ask({ ...read, points: 30, caller: 'tree' }, dueMs)).toEqual({ go: true });
    expect(one.ask({ ...read, caller: 'late' }, dueMs + 100)).toEqual({ go: true });
  });

  it('who does not come back loses its place', () => {
    const one = account();
    for (let call = 0; call < 19; call += 1) one.ask({ ...read, points: 3 }, NOW);
    one.ask({ ...read, points: 57, caller: 'dead' }, NOW + 1_000);
    expect(one.state().queue).toHaveLength(1);
    expect(one.ask({ ...read, caller: 'alive' }, NOW + 400_000)).toEqual({ go: true });
  });
});

describe('LC17 budget of points', () => {
  it('development tier: never more than 95 % of 60 points within 300 s, whatever is asked and when', () => {
    const asks = fc.array(
      fc.record({ gapMs: fc.integer({ min: 0, max: 20_000 }), call: fc.constantFrom(read, write, insights) }),
      {
        minLength: 50,
        maxLength: 300,
      },
    );
    fc.assert(
      fc.property(asks, (list) => {
        const one = account();
        const gone: { atMs: number; points: number }[] = [];
        let atMs = NOW;
        for (const { gapMs, call } of list) {
          atMs += gapMs;
          if (one.ask(call, atMs).go) gone.push({ atMs, points: call.points });
          const held = gone.filter((one) => one.atMs > atMs - 300_000).reduce((sum, one) => sum + one.points, 0);
          expect(held).toBeLessThanOrEqual(57);
        }
      }),
      { numRuns: 30 },
    );
  });

  it('whoever comes back when told to gets through in the end', () => {
    const callers = Array.from({ length: 12 }, (_, index) => `run-${index}`);
    const one = account({ limits: { decayMs: 10_000, blockMs: 10_000 } });
    const left = new Map(callers.map((caller) => [caller, { todo: 6, dueMs: NOW, doneMs: 0 }]));
    for (let turn = 0; turn < 5_000; turn += 1) {
      const [caller, run] = [...left].filter(([, { todo }]) => todo > 0).sort(([, a], [, b]) => a.dueMs - b.dueMs)[0] ?? [];
      if (caller === undefined || run === undefined) break;
      const verdict = one.ask({ ...write, caller }, run.dueMs);
      if (verdict.go) left.set(caller, { todo: run.todo - 1, dueMs: run.dueMs + 5, doneMs: run.dueMs });
      else left.set(caller, { ...run, dueMs: verdict.retryAtMs + 20 });
    }
    const ends = [...left.values()].map(({ todo, doneMs }) => ({ todo, tookMs: doneMs - NOW }));
    expect(ends.every(({ todo }) => todo === 0)).toBe(true);
    // 216 points at 6 points a second.
    const times = ends.map(({ tookMs }) => tookMs);
    expect(Math.max(...times)).toBeLessThan(60_000);
    expect(Math.max(...times)).toBeLessThan(2 * Math.min(...times));
  });

  it('writes keep a share that insights reads may not touch', () => {
    const one = account({ writeReserve: 0.5 });
    let reads = 0;
    while (one.ask(insights, NOW).go) reads += 1;
    expect(reads).toBe(28);
    expect(one.ask(write, NOW)).toEqual({ go: true });
  });

  it('a service takes no more than its share of the account', () => {
    const one = account({ share: 0.5 });
    let reads = 0;
    while (one.ask(read, NOW).go) reads += 1;
    expect(reads).toBe(28);
  });

  it('a group larger than the ceiling goes once nothing else counts', () => {
    const one = account();
    expect(one.ask({ ...write, points: 90 }, NOW)).toEqual({ go: true });
    expect(one.ask(read, NOW + 20).go).toBe(false);
  });

  it('paces mutations under 100 a second and account, reads not', () => {
    const one = account({ tier: 'standard' });
    let writes = 0;
    while (one.ask(write, NOW).go) writes += 1;
    expect(writes).toBe(90);
    expect(one.ask(pause, NOW)).toEqual({ go: false, retryAtMs: NOW + 1_050, reason: 'mutations' });
    expect(one.ask(read, NOW)).toEqual({ go: true });
    expect(one.ask(write, NOW + 1_000)).toEqual({ go: true });
  });

  it('Instagram has no score', () => {
    const one = account();
    for (let call = 0; call < 80; call += 1) expect(one.ask({ ...write, bucket: 'instagram' }, NOW)).toEqual({ go: true });
  });
});

describe('LC31 priority lane', () => {
  it('pausing goes while everything else is out of points, deleting up to the very limit', () => {
    const one = account();
    while (one.ask(read, NOW).go);
    expect(one.ask(undo, NOW)).toEqual({ go: true });
    expect(one.ask(undo, NOW).go).toBe(false);
    for (let call = 0; call < 20; call += 1) expect(one.ask(pause, NOW)).toEqual({ go: true });
  });

  it('while Meta itself refuses, pausing tries once a second and a success ends the block', () => {
    const one = account();
    const error = { ...makeError('RATE_LIMIT', 'meta', '(#17)', 400), code: 17, retryAfterMs: 60_000 };
    one.hear({ usage: null, error }, read, NOW);
    expect(one.ask(read, NOW + 1).go).toBe(false);
    expect(one.ask(pause, NOW + 1, { usage: null, error })).toEqual({ go: true });
    expect(one.ask(pause, NOW + 2)).toMatchObject({ go: false, retryAtMs: NOW + 1_051 });
    expect(one.ask(pause, NOW + 1_001)).toEqual({ go: true });
    expect(one.ask(read, NOW + 1_020)).toEqual({ go: true });
  });
});

import { describe, expect, it } from '@jest/globals';
import type { GraphError } from '../errors/graph-error.ts';
import { makeError } from '../errors/make-error.ts';
import { afterAnswer, askCircuit, type Circuit, CLOSED } from './circuit.ts';
import type { Lane } from './lanes.ts';

const TIMES = { authMs: 60_000, policyMs: 3_600_000, abuseMs: 900_000 };
const NOW = 1_000_000;
const auth: GraphError = { ...makeError('AUTH', 'meta', 'expired', 400), code: 190, subcode: 463 };
const policy: GraphError = { ...makeError('POLICY', 'meta', 'blocked', 400), code: 368 };
const abuse: GraphError = { ...makeError('RATE_LIMIT', 'meta', 'abuse', 400), code: 613 };

const opened = (error: GraphError, circuit: Circuit = CLOSED, atMs = NOW): Circuit =>
  afterAnswer(circuit, { error, tokenHash: 'old' }, TIMES, atMs);
const ask = (circuit: Circuit, atMs: number, lane: Lane = 'write', tokenHash = 'old') =>
  askCircuit(circuit, { lane, tokenHash }, TIMES, atMs);

describe('LC18 circuit breaker', () => {
  it.each([
    ['a policy block', policy, 3_600_000],
    ['an abuse refusal', abuse, 900_000],
    ['a refused token', auth, 60_000],
  ])('%s opens it; one probe after the hold, closed by its success', (_what, error, holdMs) => {
    const open = opened(error);
    expect(ask(open, NOW + holdMs - 1)).toMatchObject({ go: false, retryAtMs: NOW + holdMs, error: { code: error.code } });
    const probe = ask(open, NOW + holdMs);
    if (!probe.go) throw new Error('the probe was refused');
    expect(ask(probe.circuit, NOW + holdMs + 1).go).toBe(false);
    const closed = afterAnswer(probe.circuit, { error: null, tokenHash: 'old' }, TIMES, NOW + holdMs + 2);
    expect(closed.open).toBeNull();
  });

  it('a probe that fails opens it again, for twice as long when it is a block', () => {
    const probe = ask(opened(policy), NOW + 3_600_000);
    const again = opened(policy, probe.go ? probe.circuit : CLOSED, NOW + 3_600_000);
    expect(again.open?.probeAtMs).toBe(NOW + 3_600_000 + 7_200_000);
  });

  it('an answer that was under way neither closes nor prolongs it', () => {
    const open = opened(policy);
    expect(afterAnswer(open, { error: null, tokenHash: 'old' }, TIMES, NOW + 5)).toBe(open);
    expect(opened(policy, open, NOW + 5)).toBe(open);
  });

  it('a stop for a policy does not stop pausing and deleting', () => {
    for (const error of [policy, abuse])
      for (const lane of ['urgent', 'undo'] as const) expect(ask(opened(error), NOW + 1, lane).go).toBe(true);
  });

  it.each([
    { ...abuse, subcode: 1487632 },
    { ...abuse, subcode: 5044001 },
    makeError('VALIDATION', 'meta', 'no', 400),
    { ...policy, origin: 'client' as const },
  ])('is not opened by $class $subcode $origin', (error) => {
    expect(opened(error)).toBe(CLOSED);
  });
});

describe('LC29 no storm with a refused token', () => {
  it('lets one call a minute through, of any kind, even when its answer is lost', () => {
    let circuit = opened(auth);
    let calls = 0;
    for (let atMs = NOW; atMs < NOW + 10 * 60_000; atMs += 500) {
      const answer = ask(circuit, atMs, atMs % 1_000 === 0 ? 'urgent' : 'read');
      if (!answer.go) continue;
      calls += 1;
      circuit = calls % 2 === 0 ? answer.circuit : opened(auth, answer.circuit, atMs);
    }
    expect(calls).toBeLessThanOrEqual(10);
    expect(calls).toBeGreaterThan(5);
  });

  it('starts anew with another token', () => {
    expect(ask(opened(auth), NOW + 1, 'write', 'new')).toEqual({ go: true, circuit: CLOSED });
    expect(ask(opened(policy), NOW + 1, 'write', 'new').go).toBe(false);
  });
});

import { describe, expect, it } from '@jest/globals';
import type { TokenDebug } from './token-calls.ts';
import { tokenHealth } from './token-health.ts';

const NOW = Date.parse('2026-11-23T12:00:00Z');
const DAY_MS = 86_400_000;
const debug: TokenDebug = {
  appId: '1',
  type: 'USER',
  isValid: true,
  expiresAtMs: null,
  dataAccessExpiresAtMs: null,
  scopes: ['ads_management', 'ads_read'],
  targets: {},
  userId: '2',
  error: null,
};
const ending = (days: number): TokenDebug => ({ ...debug, expiresAtMs: NOW + days * DAY_MS });

describe('LC29 token health', () => {
  it.each([
    [60, 'ok', undefined, false],
    [19, 'ok', undefined, true],
    [14.5, 'ok', undefined, true],
    [14, 'warn', 14, true],
    [7, 'warn', 7, true],
    [6.9, 'warn', 7, true],
    [1, 'warn', 1, true],
    [0.1, 'warn', 1, true],
  ])('with %f days left it is %s (step %p)', (days, state, step, shouldRefresh) => {
    expect(tokenHealth(ending(days), NOW)).toMatchObject({ state, shouldRefresh, ...(step !== undefined && { days: step }) });
  });

  it('one that never ends is well', () => {
    expect(tokenHealth(debug, NOW)).toEqual({ state: 'ok', expiresAtMs: null, shouldRefresh: false });
  });

  it('the end of data access counts as an end', () => {
    expect(tokenHealth({ ...ending(50), dataAccessExpiresAtMs: NOW + DAY_MS }, NOW)).toMatchObject({ state: 'warn', days: 1 });
  });

  it.each([
    [458, 'removed the app'],
    [459, 'checkpoint'],
    [460, 'password'],
    [463, 'expired'],
    [464, 'not confirmed'],
    [467, 'logged out'],
  ])('a refusal with subcode %i says why and what to do', (subcode, words) => {
    const health = tokenHealth({ ...debug, isValid: false, error: { code: 190, subcode, message: 'x' } }, NOW);
    expect(health).toMatchObject({
      state: 'reauth_required',
      reason: expect.stringContaining(words),
      whatToDo: expect.stringMatching(/connect/i),
    });
  });

  it('one that has run out or lacks a permission needs a new one', () => {
    expect(tokenHealth(ending(-1), NOW)).toMatchObject({ state: 'reauth_required', reason: 'The token has expired.' });
    expect(tokenHealth(debug, NOW, ['ads_read', 'pages_read_engagement'])).toMatchObject({
      state: 'reauth_required',
      reason: 'The token lacks pages_read_engagement.',
    });
    expect(tokenHealth({ ...debug, isValid: false }, NOW)).toMatchObject({ state: 'reauth_required' });
  });
});

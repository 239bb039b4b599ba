import { expect, test } from '@jest/globals';
import { healthOfAlert, shownHealth } from './account-health.ts';

const SINCE = new Date('2026-11-23T10:00:00Z');

test('the kill switch is shown before anything else', () => {
  const stored = {
    healthState: 'disabled',
    healthReason: 'x',
    healthSince: SINCE,
    pausedSince: new Date('2026-11-23T11:00:00Z'),
  };
  expect(shownHealth(stored)).toMatchObject({ state: 'paused', since: '2026-11-23T11:00:00.000Z' });
  expect(shownHealth({ ...stored, pausedSince: null })).toMatchObject({
    state: 'disabled',
    reason: 'x',
    since: '2026-11-23T10:00:00.000Z',
  });
});

test('what to do comes with the alert, else from the state', () => {
  expect(shownHealth({ healthState: 'reauth_required', healthSince: SINCE }).what_to_do).toContain('PUT /meta/accounts');
  expect(shownHealth({ healthState: 'disabled', healthWhatToDo: 'Grant it.', healthSince: SINCE }).what_to_do).toBe('Grant it.');
  expect(shownHealth({ healthState: 'ok', healthSince: SINCE })).toMatchObject({ reason: null, what_to_do: null });
});

test('only alerts about accounts change an account', () => {
  expect(healthOfAlert('account_reauth_required')).toBe('reauth_required');
  expect(healthOfAlert('campaign_failed')).toBeUndefined();
});

import { describe, expect, it } from '@jest/globals';
import { decideRequest, type RequestFacts } from './decide-request.ts';

const ACCOUNT = { instagramUserId: '7', isPaused: false, isDisconnected: false };
const READY: RequestFacts = {
  winner: { clipId: 'c', isArchived: false },
  account: ACCOUNT,
  clip: { isPublished: true, isWithdrawn: false },
};
const codeOf = (change: Partial<RequestFacts>) => decideRequest({ ...READY, ...change })?.code;

describe('whether a publication may begin', () => {
  it('lets a winner be published on an account with Instagram', () => {
    expect(decideRequest(READY)).toBeUndefined();
  });

  it('names the archived test before everything else, even without a winner', () => {
    expect(codeOf({ winner: { clipId: null, isArchived: true }, account: undefined })).toBe('ab-test-archived');
  });

  it.each<[string, Partial<RequestFacts>, boolean]>([
    ['no-winner', { winner: undefined }, true],
    ['no-winner', { winner: { clipId: null, isArchived: false } }, true],
    ['account-not-connected', { account: undefined }, true],
    ['account-not-connected', { account: { ...ACCOUNT, isDisconnected: true } }, false],
    ['no-instagram', { account: { ...ACCOUNT, instagramUserId: null } }, false],
    ['account-paused', { account: { ...ACCOUNT, isPaused: true } }, false],
    ['clip-withdrawn', { clip: { isPublished: true, isWithdrawn: true } }, false],
    ['clip-unknown', { clip: undefined }, true],
  ])('refuses with %s', (code, change, mayPass) => {
    expect(decideRequest({ ...READY, ...change })).toMatchObject({ code, mayPass });
  });
});

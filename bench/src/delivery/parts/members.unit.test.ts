import { expect, test } from '@jest/globals';
import { seededRandom } from '../../load/seeded-random.ts';
import { createMembers, nextStep } from './members.ts';

function fakeMembers() {
  const log: string[] = [];
  const { promise: ended, resolve } = Promise.withResolvers<{ code: number | null; signal: null }>();
  const end = (word: string) => {
    log.push(word);
    return ended;
  };
  const start = () => {
    log.push('start');
    return { ended, isRunning: () => true, ready: async () => '', kill: () => end('kill'), stop: () => end('stop') };
  };
  return { log, members: createMembers(3, start), endAll: () => resolve({ code: 0, signal: null }) };
}

test('a slot is filled and emptied in turn; the last member stays', () => {
  const { log, members } = fakeMembers();
  members.join(0);
  expect(members.change({ slot: 0, isKill: false })).toBeUndefined();
  expect(members.change({ slot: 1, isKill: false })).toBe('joined');
  expect(members.change({ slot: 0, isKill: true })).toBe('killed');
  expect(log).toEqual(['start', 'start', 'kill']);
});

test('who is leaving is left alone, and its slot is free once it is gone', async () => {
  const { members, endAll } = fakeMembers();
  members.join(0);
  members.change({ slot: 1, isKill: false });
  expect(members.change({ slot: 1, isKill: false })).toBe('left');
  expect(members.change({ slot: 1, isKill: false })).toBeUndefined();
  endAll();
  await new Promise((resolve) => setImmediate(resolve));
  expect(members.change({ slot: 1, isKill: false })).toBe('joined');
});

test('the same seed gives the same steps, and some of them are kills', () => {
  const stepsOf = (seed: number) => {
    const random = seededRandom(seed);
    return Array.from({ length: 200 }, () => nextStep(random, 3));
  };
  expect(stepsOf(7)).toEqual(stepsOf(7));
  expect(new Set(stepsOf(7).map(({ slot }) => slot))).toEqual(new Set([0, 1, 2]));
  expect(stepsOf(7).filter(({ isKill }) => isKill).length).toBeGreaterThan(5);
});

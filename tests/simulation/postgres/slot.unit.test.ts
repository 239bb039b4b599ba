import { expect, test } from '@jest/globals';
import type { Session } from './session.ts';
import { createSlot } from './slot.ts';

const session = (pid: number): Session => ({ pid }) as Session;

test('one session at a time; whoever waits is told of the release', async () => {
  const slot = createSlot();
  const [one, two] = [session(1), session(2)];
  expect(slot.take(one)).toBe(true);
  expect(slot.take(two)).toBe(false);
  const freed = slot.freed();
  slot.release(two);
  expect(slot.holder()).toBe(one);
  slot.release(one);
  await freed;
  expect(slot.take(two)).toBe(true);
});

test('each holder begins once', () => {
  const slot = createSlot();
  const one = session(1);
  slot.take(one);
  expect(slot.hasBegun()).toBe(false);
  slot.begin();
  expect(slot.hasBegun()).toBe(true);
  slot.release(one);
  slot.take(session(2));
  expect(slot.hasBegun()).toBe(false);
});

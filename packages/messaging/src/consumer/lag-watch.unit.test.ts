import { expect, test } from '@jest/globals';
import type { IncomingBatch, IncomingMessage } from '../ports.ts';
import { createLagWatch } from './lag-watch.ts';

const message = (offset: bigint, atMs: number): IncomingMessage => ({
  topic: 'orders',
  partition: 1,
  offset,
  timestamp: new Date(atMs),
  key: null,
  value: null,
  headers: {},
});
const first = message(10n, 1_000);
const last = message(11n, 2_000);
const batch = (highWatermark: bigint): IncomingBatch => ({
  topic: 'orders',
  partition: 1,
  messages: [first, last],
  highWatermark,
  resolve: () => undefined,
  signal: new AbortController().signal,
});
const place = { topic: 'orders', partition: 1 };

test('while a batch is in hand the age of its oldest open message grows', () => {
  const lag = createLagWatch();
  lag.began(batch(15n));
  expect(lag.read(4_000)).toMatchObject([{ ...place, messages: 5, seconds: 3 }]);
  expect(lag.read(64_000)).toMatchObject([{ messages: 5, seconds: 63 }]);
  lag.handled(batch(15n), first, last);
  expect(lag.read(64_000)).toMatchObject([{ messages: 4, seconds: 62 }]);
});

test('at the end of a batch there is nothing left, or as much as was last heard of, and it grows no more', () => {
  const lag = createLagWatch(() => 5_000);
  lag.handled(batch(12n), last, undefined);
  expect(lag.read(99_000)).toMatchObject([{ messages: 0, seconds: 0 }]);
  lag.handled(batch(15n), last, undefined);
  expect(lag.read(99_000)).toMatchObject([{ messages: 3, seconds: 3 }]);
});

test('a partition that was left, or dealt out anew, is reported by whoever has it', () => {
  const lag = createLagWatch();
  lag.began(batch(15n));
  lag.left(place);
  expect(lag.read(0)).toEqual([]);
  lag.began(batch(15n));
  lag.forgetAll();
  expect(lag.read(0)).toEqual([]);
});

test('a clock that is behind the broker’s shows no negative age', () => {
  const lag = createLagWatch();
  lag.began(batch(15n));
  expect(lag.read(0)).toMatchObject([{ seconds: 0 }]);
});

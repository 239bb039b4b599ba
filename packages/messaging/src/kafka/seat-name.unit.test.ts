import { hostname } from 'node:os';
import { describe, expect, test } from '@jest/globals';
import { seatName } from './seat-name.ts';

const TOPICS = ['orders', 'bills'];

describe('seat name', () => {
  test('is the same at each start', () => {
    expect(seatName({ PORT: 3001 }, TOPICS)).toBe(seatName({ PORT: 3001 }, TOPICS.toReversed()));
  });

  test('is made of host and port, or of INSTANCE_ID', () => {
    expect(seatName({ PORT: 3001 }, TOPICS)).toMatch(new RegExp(`^${hostname()}-3001-[0-9a-f]{8}$`));
    expect(seatName({ PORT: 3001, INSTANCE_ID: 'gateway-0' }, TOPICS)).toMatch(/^gateway-0-[0-9a-f]{8}$/);
  });

  test('differs between neighbours, and between versions that read other topics', () => {
    const names = [
      seatName({ PORT: 3001 }, TOPICS),
      seatName({ PORT: 3002 }, TOPICS),
      seatName({ PORT: 3001 }, [...TOPICS, 'clips']),
    ];
    expect(new Set(names).size).toBe(3);
  });

  test('a process without anything of its own has none', () => {
    expect(seatName({}, TOPICS)).toBeUndefined();
    expect(seatName({ PORT: 0 }, TOPICS)).toBeUndefined();
  });
});

import { expect, test } from '@jest/globals';
import { readDeliveryOptions } from './options.ts';
import type { Part } from './part.ts';

const part = (id: string): Part => ({ id, what: id, run: async () => ({ figures: {}, lines: [], misses: [] }) });
const ALL = ['M2', 'M10', 'M15'].map(part);
const idsOf = (args: readonly string[]) => readDeliveryOptions(args, ALL).parts.map(({ id }) => id);

test('without options everything is measured at the full size, with a seed of its own', () => {
  expect(readDeliveryOptions([], ALL)).toMatchObject({ share: 1, rounds: 5, parts: ALL });
  expect(readDeliveryOptions([], ALL).seed).toBeGreaterThan(0);
});

test('parts are chosen by the name of their requirement, and M1 is not the beginning of M10', () => {
  expect(idsOf(['--only', 'M15,M2'])).toEqual(['M2', 'M15']);
  expect(() => idsOf(['--only', 'M1'])).toThrow('M10');
});

test.each([['0'], ['1.5'], ['-1'], ['many']])('a share of %s is refused', (share) => {
  expect(() => readDeliveryOptions([`--share=${share}`], ALL)).toThrow('--share');
});

test.each([['0'], ['1.5'], ['99999999999']])('a seed of %s is refused', (seed) => {
  expect(() => readDeliveryOptions(['--seed', seed], ALL)).toThrow('--seed');
});

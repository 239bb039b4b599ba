import { expect, test } from '@jest/globals';
import { readOptions } from './options.ts';

test('without options it is the full target, with faults of its own', () => {
  expect(readOptions([])).toEqual({
    minutes: 10,
    density: 1,
    seed: expect.any(Number),
    folder: expect.stringMatching(/^\.local.chaos.\d{4}-/),
  });
  expect(readOptions([]).seed).toBeGreaterThan(0);
});

test('what is given is taken', () => {
  const args = ['--minutes', '1.5', '--density', '0.3', '--seed', '7', '--folder', 'there'];
  expect(readOptions(args)).toEqual({ minutes: 1.5, density: 0.3, seed: 7, folder: 'there' });
});

test.each([
  ['--minutes', '1', 'a number from 1.25'],
  ['--minutes', 'x', 'a number from 1.25'],
  ['--density', '0', 'a number above 0'],
  ['--seed', '1.5', 'a whole number from 1'],
])('%s %s is refused by name', (name, value, rule) => {
  expect(() => readOptions([name, value])).toThrow(`${name} must be ${rule}, not "${value}".`);
});

test('an unknown option is refused', () => {
  expect(() => readOptions(['--sed', '1'])).toThrow('--sed');
});

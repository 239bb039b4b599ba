import { expect, test } from '@jest/globals';
import { readOptions } from './options.ts';

test('without options it is what CI runs', () => {
  expect(readOptions([])).toEqual({ from: 1, seeds: 300, workers: 2, bail: false, isTraced: false });
});

test('a seed alone is traced', () => {
  expect(readOptions(['--seed', '17'])).toEqual({ from: 17, seeds: 1, workers: 1, bail: false, isTraced: true });
});

test.each([
  ['--seeds', '0'],
  ['--from', 'x'],
  ['--seed', '1.5'],
])('%s %s is refused by name', (name, value) => {
  expect(() => readOptions([name, value])).toThrow(`${name} must be a whole number from 1, not "${value}".`);
});

test('an unknown option is refused', () => {
  expect(() => readOptions(['--sed', '1'])).toThrow('--sed');
});

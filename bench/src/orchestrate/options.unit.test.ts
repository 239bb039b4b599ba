import { expect, test } from '@jest/globals';
import { readOptions } from './options.ts';

test('without options the three loads of which something is promised are measured', () => {
  const { loads, rounds, subjects } = readOptions([]);
  expect(loads.map(({ inFlight, delayMs, runs }) => [inFlight, delayMs, runs])).toEqual([
    [1, 50, 20],
    [64, 50, 960],
    [64, 0, 960],
  ]);
  expect([rounds, subjects]).toEqual([5, ['ours', 'floor', 'dbos']]);
});

test('a delay or a number in flight asks for one load', () => {
  const options = readOptions(['--in-flight', '8', '--delay-ms', '0', '--runs', '40', '--rounds', '2', '--subjects', 'floor']);
  expect(options.loads).toMatchObject([{ inFlight: 8, delayMs: 0, runs: 40 }]);
  expect(options).toMatchObject({ rounds: 2, subjects: ['floor'] });
});

test('a number of runs only lowers those of the three loads: one caller would take minutes for hundreds', () => {
  expect(readOptions(['--runs', '300']).loads.map(({ runs }) => runs)).toEqual([20, 300, 300]);
});

test.each([[['--runs', 'many']], [['--in-flight', '0']], [['--subjects', 'temporal']], [['--speed', '9']]])(
  '%j is refused',
  (args) => {
    expect(() => readOptions(args)).toThrow(/--|speed/);
  },
);

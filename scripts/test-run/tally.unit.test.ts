import { expect, test } from '@jest/globals';
import { addTallies, isGreen, type JestReport, tallyJest } from './tally.ts';

const file = (status: string, ...tests: [string, string][]) => ({
  name: 'some.test.ts',
  status,
  message: '',
  assertionResults: tests.map(([fullName, outcome]) => ({ fullName, status: outcome })),
});
const report = (...testResults: JestReport['testResults']): JestReport => ({ numPassedTests: 2, numFailedTests: 1, testResults });

test('failed tests are counted and named', () => {
  expect(tallyJest('unit', report(file('failed', ['a holds', 'failed'], ['b holds', 'passed'])), 1)).toEqual({
    passed: 2,
    failed: 1,
    failures: ['unit: a holds'],
  });
});

test('a file that could not be run is one failure', () => {
  expect(tallyJest('int', report(file('failed')), 1).failures).toEqual(['int: some.test.ts could not be run']);
});

test('a jest that died without a report is one failure', () => {
  expect(tallyJest('e2e', undefined, 137)).toEqual({ passed: 0, failed: 1, failures: ['e2e: jest ended with code 137'] });
});

test('nothing run is not green, and neither is one failure among many', () => {
  expect(isGreen(addTallies([]))).toBe(false);
  expect(isGreen({ passed: 5, failed: 1, failures: ['x'] })).toBe(false);
  expect(
    isGreen(
      addTallies([
        { passed: 1, failed: 0, failures: [] },
        { passed: 2, failed: 0, failures: [] },
      ]),
    ),
  ).toBe(true);
});

import { expect, test } from '@jest/globals';
import { databaseName } from './databases.ts';

test.each([
  ['mao', 'insights-sync', 'mao_insights_sync'],
  ['E2E-1.', 'gateway', 'e2e_1_gateway'],
])('prefix %s and service %s give database %s', (prefix, service, name) => {
  expect(databaseName(prefix, service)).toBe(name);
});

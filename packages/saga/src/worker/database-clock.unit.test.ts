import { expect, test } from '@jest/globals';
import { createDatabaseClock } from './database-clock.ts';

test('tells the database’s time, whatever the host’s wall clock says, and follows its latest answer', () => {
  const clock = createDatabaseClock();
  expect(() => clock.now()).toThrow('not been asked');
  clock.observe(1_000_000);
  expect(clock.now()).toBeGreaterThanOrEqual(1_000_000);
  expect(clock.now()).toBeLessThan(1_001_000);
  clock.observe(500);
  expect(clock.now()).toBeLessThan(1_500);
});

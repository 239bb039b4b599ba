import { expect, test } from '@jest/globals';
import { runLoad } from './run-load.ts';

/** Operations that end in the order they began, one per turn, so that the load is deterministic. */
function counted() {
  const seen = { started: 0, running: 0, mostRunning: 0 };
  const operation = async (): Promise<void> => {
    seen.started += 1;
    seen.running += 1;
    seen.mostRunning = Math.max(seen.mostRunning, seen.running);
    await new Promise((resolve) => setImmediate(resolve));
    seen.running -= 1;
  };
  return { seen, operation };
}

test('exactly the asked number is measured, with the asked number in flight until the last of them', async () => {
  const { seen, operation } = counted();
  const result = await runLoad(operation, { inFlight: 4, warmUp: 8, runs: 20 });
  expect(result).toMatchObject({ measured: 20, failures: 0, firstFailure: null });
  expect(seen.mostRunning).toBe(4);
  expect(seen.started).toBeGreaterThanOrEqual(28);
  expect(result.perSecond).toBeCloseTo((20 / result.windowMs) * 1_000);
});

test('a failing operation is counted and does not end the load', async () => {
  let calls = 0;
  const operation = async (): Promise<void> => {
    calls += 1;
    if (calls === 3) throw new Error('refused');
  };
  const result = await runLoad(operation, { inFlight: 1, warmUp: 1, runs: 5 });
  expect(result).toMatchObject({ measured: 5, failures: 1, firstFailure: 'refused' });
});

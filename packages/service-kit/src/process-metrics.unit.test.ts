import { expect, test } from '@jest/globals';
import { createMetrics } from './metrics.ts';
import { waitFor } from './testing/wait-for.ts';

function block(ms: number): void {
  const end = performance.now() + ms;
  while (performance.now() < end);
}

test('a loop that is busy shows in the next scrape, and not for ever', async () => {
  const metrics = createMetrics('test');
  const utilization = async () => {
    const [, value] = /^nodejs_eventloop_utilization_ratio{[^}]*} (.*)$/m.exec(await metrics.render()) ?? [];
    return Number(value);
  };
  await utilization();
  block(300);
  const busy = await utilization();
  expect(busy).toBeGreaterThan(0.5);
  expect(busy).toBeLessThanOrEqual(1);
  await waitFor('a scrape of an idle time', async () => (await utilization()) < 0.5);
});

test('the look every 10 ms is not there', async () => {
  expect(await createMetrics('test').render()).not.toContain('nodejs_eventloop_lag');
});

import { performance } from 'node:perf_hooks';
import { collectDefaultMetrics, Gauge, type Registry } from 'prom-client';

/**
 * prom-client looks at the event loop every 10 ms and cannot be told not to: a hundred times a second that wakes a process which
 * has nothing to do, and nearly doubles what it costs. So its look comes once a day, and what it would show is replaced.
 */
const SELDOM_MS = 86_400_000;
const REPLACED = 'nodejs_eventloop_lag';

/** What every Node.js process shows of itself: memory, CPU, handles, garbage collection, and how busy its event loop is. */
export function collectProcessMetrics(registry: Registry): void {
  collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision: SELDOM_MS });
  for (const { name } of registry.getMetricsAsArray()) if (name.startsWith(REPLACED)) registry.removeSingleMetric(name);
  // Node.js counts it by itself: nothing has to look in between.
  let last = performance.eventLoopUtilization();
  new Gauge({
    name: 'nodejs_eventloop_utilization_ratio',
    help: 'Share of the time since the last scrape in which the event loop was busy',
    registers: [registry],
    collect() {
      const now = performance.eventLoopUtilization();
      this.set(performance.eventLoopUtilization(now, last).utilization);
      last = now;
    },
  });
}

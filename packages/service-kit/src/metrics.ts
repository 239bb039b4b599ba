import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import { collectProcessMetrics } from './process-metrics.ts';

export type { Gauge };

/** The service's own registry; nothing is registered globally, so that tests can hold several services in one process. */
export interface Metrics {
  counter(name: string, help: string, labels?: readonly string[]): Counter;
  gauge(name: string, help: string, labels?: readonly string[]): Gauge;
  /** A gauge whose value is read when it is asked for. Registered again under its name, it is read by each of its readers. */
  observed(name: string, help: string, read: (gauge: Gauge) => void | Promise<void>, labels?: readonly string[]): void;
  histogram(name: string, help: string, buckets: readonly number[], labels?: readonly string[]): Histogram;
  render(): Promise<string>;
  readonly contentType: string;
}

export function createMetrics(service: string): Metrics {
  const registry = new Registry();
  registry.setDefaultLabels({ service });
  collectProcessMetrics(registry);
  const readers = new Map<string, ((gauge: Gauge) => void | Promise<void>)[]>();
  const base = (name: string, help: string, labels: readonly string[]) => ({
    name,
    help,
    labelNames: [...labels],
    registers: [registry],
  });
  return {
    counter: (name, help, labels = []) => existing(registry, name, Counter) ?? new Counter(base(name, help, labels)),
    gauge: (name, help, labels = []) => existing(registry, name, Gauge) ?? new Gauge(base(name, help, labels)),
    observed(name, help, read, labels = []) {
      const known = readers.get(name);
      if (known) return void known.push(read);
      const own = [read];
      readers.set(name, own);
      new Gauge({
        ...base(name, help, labels),
        async collect() {
          for (const one of own) await one(this);
        },
      });
    },
    histogram: (name, help, buckets, labels = []) =>
      existing(registry, name, Histogram) ?? new Histogram({ ...base(name, help, labels), buckets: [...buckets] }),
    render: () => registry.metrics(),
    contentType: registry.contentType,
  };
}

function existing<T>(registry: Registry, name: string, type: abstract new (...args: never[]) => T): T | undefined {
  const metric = registry.getSingleMetric(name);
  return metric instanceof type ? metric : undefined;
}

import type { Gauge, Metrics } from '@mao/service-kit';
import type { LagWatch } from './lag-watch.ts';

type Labels = Record<'group' | 'topic' | 'partition', string>;

/** What is read from the consumer itself when somebody asks. */
export function observeConsumer(metrics: Metrics, group: string, lag: LagWatch, isConnected: () => boolean): void {
  const place = ['group', 'topic', 'partition'];
  // Only this group's series go: another consumer of the process may have its own.
  const shown = { messages: new Map<string, Labels>(), seconds: new Map<string, Labels>() };
  const read = (gauge: Gauge, what: 'messages' | 'seconds'): void => {
    for (const labels of shown[what].values()) gauge.remove(labels);
    shown[what].clear();
    for (const { topic, partition, ...values } of lag.read(Date.now())) {
      const labels = { group, topic, partition: String(partition) };
      gauge.set(labels, values[what]);
      shown[what].set(`${topic}/${partition}`, labels);
    }
  };
  const help = {
    messages: 'Messages not yet handled, as of the last fetch',
    seconds: 'Age of the oldest message not yet handled',
  };
  metrics.observed('messaging_consumer_lag_messages', help.messages, (gauge) => read(gauge, 'messages'), place);
  metrics.observed('messaging_consumer_lag_seconds', help.seconds, (gauge) => read(gauge, 'seconds'), place);
  metrics.observed(
    'messaging_consumer_connected',
    '1 while the consumer is a member of its group and fetches',
    (gauge) => gauge.set({ group }, isConnected() ? 1 : 0),
    ['group'],
  );
}

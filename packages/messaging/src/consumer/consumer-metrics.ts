import type { Metrics } from '@mao/service-kit';
import type { Verdict } from '../inbox/admit.ts';

export interface ConsumerMetrics {
  admitted(verdict: Verdict): void;
  failed(errorClass: string): void;
  parked(): void;
  deadLettered(errorClass: string): void;
  lag(topic: string, partition: number, messages: number, seconds: number): void;
}

export function createConsumerMetrics(metrics: Metrics, group: string): ConsumerMetrics {
  const events = metrics.counter('messaging_inbox_events_total', 'Events by what the inbox said', ['group', 'verdict']);
  const failures = metrics.counter('messaging_handler_failures_total', 'Failed attempts', ['group', 'error']);
  const parked = metrics.counter('messaging_parked_total', 'Messages whose key was parked by them', ['group']);
  const dead = metrics.counter('messaging_dead_letters_total', 'Messages sent to the dead letter topic', ['group', 'error']);
  const lagMessages = metrics.gauge('messaging_consumer_lag_messages', 'Messages not yet handled', [
    'group',
    'topic',
    'partition',
  ]);
  const lagSeconds = metrics.gauge('messaging_consumer_lag_seconds', 'Age of the message handled last', [
    'group',
    'topic',
    'partition',
  ]);
  return {
    admitted: (verdict) => events.inc({ group, verdict }),
    failed: (error) => failures.inc({ group, error }),
    parked: () => parked.inc({ group }),
    deadLettered: (error) => dead.inc({ group, error }),
    lag(topic, partition, messages, seconds) {
      lagMessages.set({ group, topic, partition }, messages);
      lagSeconds.set({ group, topic, partition }, seconds);
    },
  };
}

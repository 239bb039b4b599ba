import type { Metrics } from '@mao/service-kit';
import { VERDICTS, type Verdict } from '../inbox/admit.ts';

export interface ConsumerMetrics {
  admitted(verdict: Verdict): void;
  failed(errorClass: string): void;
  parked(): void;
  deadLettered(errorClass: string): void;
}

export function createConsumerMetrics(metrics: Metrics, group: string): ConsumerMetrics {
  const events = metrics.counter('messaging_inbox_events_total', 'Events by what the inbox said', ['group', 'verdict']);
  const failures = metrics.counter('messaging_handler_failures_total', 'Failed attempts', ['group', 'error']);
  const parked = metrics.counter('messaging_parked_total', 'Messages whose key was parked by them', ['group']);
  const dead = metrics.counter('messaging_dead_letters_total', 'Messages sent to the dead letter topic', ['group', 'error']);
  // From zero on: the first duplicate or late event is an increase, too.
  for (const verdict of VERDICTS) events.inc({ group, verdict }, 0);
  return {
    admitted: (verdict) => events.inc({ group, verdict }),
    failed: (error) => failures.inc({ group, error }),
    parked: () => parked.inc({ group }),
    deadLettered: (error) => dead.inc({ group, error }),
  };
}

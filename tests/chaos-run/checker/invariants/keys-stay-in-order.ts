import type { KafkaRecord } from '../evidence.ts';
import type { Facts } from '../facts.ts';
import type { Finding, Violation } from '../finding.ts';

/** I10: the events of a key, when each is seen for the first time, count 1, 2, 3 … on one partition. */
export function keysStayInOrder({ events }: Facts): Finding {
  const keys = Map.groupBy(
    events.filter(({ topic }) => !topic.endsWith('.dlq')),
    ({ source, topic, key }) => `${key} (${source} on ${topic})`,
  );
  return {
    invariant: 'I10',
    rule: 'per key: numbers gapless and monotone in first-seen order, on one partition',
    counts: { keys: keys.size, events: events.length },
    violations: [...keys].flatMap(([id, list]) => judge(id, list)),
  };
}

function judge(id: string, events: readonly KafkaRecord[]): Violation[] {
  const partitions = new Set(events.map(({ partition }) => partition));
  if (partitions.size > 1) return [{ id, what: `stands on partitions ${[...partitions].join(', ')}` }];
  const wrong = events.findIndex(({ seq }, index) => seq !== index + 1);
  if (wrong === -1) return [];
  const numbers = events.map(({ seq }) => seq).slice(Math.max(0, wrong - 2), wrong + 3);
  return [{ id, what: `number ${events[wrong]?.seq} stands where ${wrong + 1} should: … ${numbers.join(', ')} …` }];
}

import { type Facts, text } from '../facts.ts';
import type { Finding, Violation } from '../finding.ts';
import { isRead, READERS } from '../readers.ts';

/** I11: no group has said "done" of a record whose effect is not committed. */
export function offsetsFollowEffects(facts: Facts): Finding {
  const groups = Object.keys(READERS);
  const committed = facts.offsets.flatMap(({ committed: of }) => Object.keys(of)).filter((group) => groups.includes(group));
  return {
    invariant: 'I11',
    rule: 'no consumer offset is committed beyond an uncommitted effect',
    counts: { 'committed offsets': committed.length },
    violations: groups.flatMap((group) => judge(facts, group)),
  };
}

function judge(facts: Facts, group: string): Violation[] {
  const done = new Set(facts.table(group, 'inbox').map((row) => text(row['event_id'])));
  // Parked: its effect is the row that keeps it.
  for (const row of facts.table(group, 'parked_messages')) done.add(text(row['event_id']));
  const next = new Map(facts.offsets.map(({ topic, partition, committed }) => [`${topic}:${partition}`, committed[group] ?? 0]));
  const beyond = facts.offsets
    .filter(({ end, committed }) => (committed[group] ?? 0) > end)
    .map(({ topic, partition, end, committed }) => ({
      id: `${topic}:${partition}`,
      what: `${group} committed ${committed[group]}, the partition ends at ${end}`,
    }));
  const skipped = facts.records
    .filter(
      (record) =>
        isRead(group, record) && record.offset < (next.get(`${record.topic}:${record.partition}`) ?? 0) && !done.has(record.id),
    )
    .map(({ id, topic, partition, offset, type }) => ({
      id,
      what: `${group} committed past ${type} at ${topic}:${partition}:${offset} without its effect`,
    }));
  return [...beyond, ...skipped];
}

import type { KafkaRecord, Row } from '../evidence.ts';
import { type Facts, text } from '../facts.ts';
import type { Finding, Violation } from '../finding.ts';
import { isRead, READERS } from '../readers.ts';

/** I9: what was committed stands on Kafka, and each reader has taken it in, once. */
export function everyEventArrives(facts: Facts): Finding {
  return {
    invariant: 'I9',
    rule: 'every committed event is on Kafka, and every reader has handled it',
    counts: { events: facts.events.length, copies: facts.records.length - facts.events.length },
    violations: [
      ...Object.keys(facts.databases).flatMap((service) => [...unsent(facts, service), ...missing(facts, service)]),
      ...Object.keys(READERS).flatMap((group) => unread(facts, group)),
      ...facts.records.filter(({ topic }) => topic.endsWith('.dlq')).map(deadLetter),
      ...lostClips(facts),
    ],
  };
}

function unsent(facts: Facts, service: string): Violation[] {
  return [
    ...facts
      .table(service, 'outbox')
      .map((row) => ({ id: text(row['id']), what: `${row['type']} is still in the outbox of ${service}` })),
    ...facts.table(service, 'parked_messages').map((row) => ({
      id: text(row['event_id']),
      what: `${row['type']} is still parked at ${row['group_name']}: ${row['error_message']}`,
    })),
  ];
}

/** The writer's own counter says how many events a key has had. */
function missing(facts: Facts, service: string): Violation[] {
  const seqs = new Map<string, Set<number>>();
  for (const { source, topic, key, seq } of facts.events) {
    if (source !== service) continue;
    const place = `${topic} ${key}`;
    const known = seqs.get(place) ?? new Set();
    seqs.set(place, known.add(seq));
  }
  return facts.table(service, 'outbox_keys').flatMap((row) => {
    const found = seqs.get(`${row['topic']} ${row['key']}`) ?? new Set();
    const gone = Array.from({ length: Number(row['last_seq']) }, (_, index) => index + 1).filter((seq) => !found.has(seq));
    return gone.length === 0
      ? []
      : [{ id: text(row['key']), what: `numbers ${gone.join(', ')} of ${service} are not on ${row['topic']}` }];
  });
}

function unread(facts: Facts, group: string): Violation[] {
  const handled = new Set(facts.table(group, 'inbox').map((row) => text(row['event_id'])));
  return facts.events
    .filter((event) => isRead(group, event) && !handled.has(event.id))
    .map(({ id, type, key }) => ({ id, what: `${type} of ${key} was not handled by ${group}` }));
}

const deadLetter = ({ id, topic, type, key, data }: KafkaRecord): Violation => ({
  id,
  what: `${type} of ${key} is a dead letter on ${topic}: ${data?.['reason']}`,
});

/** A clip that was promised is known wherever clips are kept. */
function lostClips(facts: Facts): Violation[] {
  const kept = ['gateway', 'campaign-orchestrator', 'publisher'].map((service) => ({
    service,
    ids: new Set(facts.table(service, 'clips').map((row: Row) => text(row['id']))),
  }));
  const promised = facts.history
    .filter(({ op, phase }) => op === 'clip' && phase === 'ok')
    .map(({ value }) => text(value['clip_id']));
  return promised.flatMap((id) =>
    kept
      .filter(({ ids }) => !ids.has(id))
      .map(({ service }) => ({ id, what: `the clip was promised, and ${service} does not know it` })),
  );
}

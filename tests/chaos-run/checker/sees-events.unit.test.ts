import { describe, expect, test } from '@jest/globals';
import { copyOf, failedBy, handled, type Planted, withOperation, without, withTable } from './testing/plant.ts';

const PLANTED: readonly Planted[] = [
  // I9
  [
    'an event that never reached Kafka',
    ['I9'],
    (sound) => withTable(sound, 'gateway', 'outbox_keys', (rows) => [...rows, { topic: 'clips', key: 'clip-2', last_seq: 1 }]),
  ],
  [
    'an event left in an outbox',
    ['I9'],
    (sound) => withTable(sound, 'publisher', 'outbox', () => [{ id: 'e', type: 'PublishQueued' }]),
  ],
  [
    'a parked message',
    ['I9'],
    (sound) => withTable(sound, 'gateway', 'parked_messages', () => [{ event_id: 'e', type: 'CampaignCreated' }]),
  ],
  [
    'an event its reader has not come to',
    ['I9'],
    (sound) => ({
      ...withTable(sound, 'publisher', 'inbox', without('ab-tests-0')),
      offsets: sound.offsets.map((known) => ({ ...known, committed: { ...known.committed, publisher: 0 } })),
    }),
  ],
  [
    'a dead letter',
    ['I9'],
    (sound) => ({ records: [...sound.records, copyOf(sound, 'ClipPublished', { topic: 'clips.publisher.dlq', seq: 0 })] }),
  ],
  [
    'a promised clip that a service does not know',
    ['I9'],
    (sound) => withTable(sound, 'campaign-orchestrator', 'clips', () => []),
  ],
  // I10
  [
    'a gap in the numbers of a key',
    ['I9', 'I10'],
    (sound) => ({
      records: sound.records.map((record) =>
        record.type === 'CampaignCreated' && record.key === 'c1' ? { ...record, seq: 3 } : record,
      ),
    }),
  ],
  [
    'an inversion',
    ['I10'],
    (sound) => ({ records: sound.records.map((record) => (record.key === 'c1' ? { ...record, seq: 3 - record.seq } : record)) }),
  ],
  [
    'a key on two partitions',
    ['I10'],
    (sound) => handled(sound, copyOf(sound, 'CampaignCreated', { id: 'p2', partition: 2, seq: 3, data: { requestId: 'x' } })),
  ],
  // I11
  ['an offset beyond the inbox', ['I9', 'I11'], (sound) => withTable(sound, 'gateway', 'inbox', without('campaigns-1'))],
  [
    'an offset beyond the end of its partition',
    ['I11'],
    ({ offsets }) => ({
      offsets: offsets.map((known) => ({ ...known, committed: { ...known.committed, gateway: known.end + 1 } })),
    }),
  ],
  // I12
  ['an account above its limit', ['I12'], ({ summary }) => ({ summary: { ...summary, max_points_300s: { act_1: 9_001 } } })],
  // I13
  [
    'a campaign that nobody asked for',
    ['I13'],
    (sound) =>
      withTable(sound, 'campaign-orchestrator', 'sagas', (rows) => [
        ...rows,
        { id: 'c9', type: 'campaign', finished_at: 'then', input: { request: { requestedBy: 'caller' } } },
      ]),
  ],
  ['a request without an actor', ['I13'], (sound) => withOperation(sound, 'op-1', { subject: '' })],
  ['a run done for somebody else', ['I13'], (sound) => withOperation(sound, 'op-1', { subject: 'another' })],
  [
    'a cancellation that nobody asked for',
    ['I13'],
    (sound) => withTable(sound, 'gateway', 'operations', without('campaign_cancel of c3')),
  ],
  [
    'a winner that nobody asked to publish',
    ['I13'],
    (sound) => withTable(sound, 'gateway', 'operations', without('winner_publish of test-1')),
  ],
  // I15
  ['a day that was not taken in', ['I15'], (sound) => withTable(sound, 'gateway', 'insights_daily', () => [])],
  [
    'a day with other numbers',
    ['I15'],
    (sound) => withTable(sound, 'ab-evaluator', 'ad_daily_metrics', (rows) => rows.map((row) => ({ ...row, spend_cents: 51 }))),
  ],
  ['a day twice', ['I15'], (sound) => withTable(sound, 'insights-sync', 'meta_ad_insights', (rows) => [...rows, ...rows])],
];

describe('of events, requests and results the checker sees', () => {
  test.each(PLANTED)('%s', (_what, invariants, plant) => {
    expect(failedBy(plant)).toEqual(invariants);
  });
});

test('a copy of an event is no second event: the wire may deliver twice', () => {
  expect(failedBy((sound) => ({ records: [...sound.records, copyOf(sound, 'CampaignCreated', {})] }))).toEqual([]);
});

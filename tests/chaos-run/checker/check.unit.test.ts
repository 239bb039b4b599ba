import { describe, expect, test } from '@jest/globals';
import { check } from './check.ts';
import type { Evidence, HistoryLine, JournalEntry, KafkaRecord, MetaObject, Row } from './evidence.ts';
import { isPassed } from './finding.ts';
import { reportText } from './report.ts';
import { soundEvidence, tree } from './testing/sound-evidence.ts';

// A check we rely on is itself checked: each test plants one violation in a run where all is well, and it must be seen.

type Plant = (sound: Evidence) => Partial<Evidence>;

const failedBy = (plant: Plant): string[] => {
  const sound = soundEvidence();
  return check({ ...sound, ...plant(sound) })
    .filter((finding) => !isPassed(finding))
    .map(({ invariant }) => invariant);
};

/** The database with one table changed. */
const withTable = (
  { databases }: Evidence,
  service: string,
  table: string,
  change: (rows: readonly Row[]) => readonly Row[],
) => ({
  databases: { ...databases, [service]: { ...databases[service], [table]: change(databases[service]?.[table] ?? []) } },
});

const withOperation = (sound: Evidence, id: string, change: Row) =>
  withTable(sound, 'gateway', 'operations', (rows) => rows.map((row) => (row['id'] === id ? { ...row, ...change } : row)));

const withObject = ({ objects }: Evidence, id: string, change: Partial<MetaObject>) => ({
  objects: objects.map((object) => (object.id === id ? { ...object, ...change } : object)),
});

const without = (id: string) => (rows: readonly Row[]) => rows.filter((row) => !Object.values(row).includes(id));

const line = (phase: HistoryLine['phase'], op: string, key: string, value: Row): HistoryLine => ({
  at: 0,
  phase,
  op,
  key,
  value,
});

const entry = (path: string, body: Row, more: Partial<JournalEntry> = {}): JournalEntry => ({
  n: 100,
  method: 'POST',
  path,
  account: 'act_1',
  body,
  status: 200,
  error_code: null,
  fault: null,
  created: [],
  ...more,
});

const copyOf = (sound: Evidence, type: string, change: Partial<KafkaRecord>): KafkaRecord => {
  const record = sound.records.find((candidate) => candidate.type === type);
  if (record === undefined) throw new Error(`no ${type}`);
  return { ...record, offset: record.offset + 50, ...change };
};

/** Another event that its readers have handled. */
const handled = (sound: Evidence, record: KafkaRecord): Partial<Evidence> => {
  const databases = Object.fromEntries(
    Object.entries(sound.databases).map(([service, tables]) => [
      service,
      { ...tables, inbox: [...(tables['inbox'] ?? []), { event_id: record.id }] },
    ]),
  );
  return { databases, records: [...sound.records, record] };
};

test('a run in which all was well passes, invariant by invariant', () => {
  expect(failedBy(() => ({}))).toEqual([]);
});

test('a run of which nothing is known passes nothing', () => {
  const empty = { history: [], objects: [], journal: [], records: [], offsets: [], databases: {}, truths: {} };
  const nothing = failedBy(() => ({ ...empty, summary: { max_points_300s: {}, media_published: 0, duplicate_markers: [] } }));
  expect(nothing).toEqual(['I1', 'I2', 'I3', 'I4', 'I5', 'I6', 'I7', 'I8', 'I9', 'I10', 'I11', 'I12', 'I13', 'I15']);
});

const PLANTED: readonly (readonly [what: string, invariants: readonly string[], plant: Plant])[] = [
  // I1
  [
    'an accepted run that nobody knows any more',
    ['I1', 'I13'],
    (sound) => withTable(sound, 'gateway', 'operations', without('op-1')),
  ],
  ['an accepted run that never ended', ['I1'], (sound) => withOperation(sound, 'op-1', { state: 'running' })],
  [
    'a run that ended 61 s after the last fault',
    ['I1'],
    (sound) => withOperation(sound, 'op-1', { completed_at: '2026-01-01T10:01:01Z' }),
  ],
  [
    'a run with two ends',
    ['I1'],
    (sound) => handled(sound, copyOf(sound, 'CampaignFailed', { id: 'again', key: 'c9', data: { requestId: 'op-1' } })),
  ],
  [
    'an end that its caller saw differently',
    ['I1'],
    ({ history }) => ({
      history: history.map((known) => (known.key === 'op-1' ? { ...known, value: { state: 'failed' } } : known)),
    }),
  ],
  [
    'a sync that never ended',
    ['I1'],
    (sound) =>
      withTable(sound, 'gateway', 'operations', (rows) => [...rows, { id: 'op-9', kind: 'insights_sync', state: 'accepted' }]),
  ],
  [
    'a run refused for a clip that had been published',
    ['I1'],
    (sound) => withOperation(sound, 'op-3', { answer: { code: 'clip-not-found' } }),
  ],
  [
    'a test refused for a campaign that was built',
    ['I1'],
    (sound) =>
      withTable(sound, 'gateway', 'operations', (rows) => [
        ...rows,
        { id: 'op-9', kind: 'ab_test_create', state: 'failed', answer: { code: 'campaign-not-found' } },
      ]),
  ],
  // I2
  [
    'one key, two operations',
    ['I2'],
    (sound) => withTable(sound, 'gateway', 'operations', (rows) => [...rows, { ...rows[0], id: 'op-1b' }]),
  ],
  [
    'one request, two campaigns',
    ['I2'],
    (sound) => withTable(sound, 'gateway', 'campaigns', (rows) => [...rows, { name: 'chaos run 1' }]),
  ],
  // What was refused must also not spend: it is outside the accepted budgets, and no row owns it.
  ['a refused request that was built', ['I2', 'I5', 'I7'], ({ objects }) => ({ objects: [...objects, ...tree(4, 'PAUSED')] })],
  // I3
  [
    'a second campaign object',
    ['I3', 'I5'],
    ({ objects }) => ({
      objects: [
        ...objects,
        ...tree(1, 'PAUSED')
          .slice(0, 1)
          .map((object) => ({ ...object, id: '19' })),
      ],
    }),
  ],
  ['a missing ad', ['I3', 'I5'], ({ objects }) => ({ objects: objects.filter(({ id }) => id !== '14') })],
  ['an ad in another ad set', ['I3'], (sound) => withObject(sound, '14', { adset_id: '22' })],
  ['an ad set in another campaign', ['I3'], (sound) => withObject(sound, '12', { campaign_id: '21' })],
  ['a budget that nobody asked for', ['I3'], (sound) => withObject(sound, '12', { daily_budget: 999 })],
  [
    'a caller who was told of another campaign',
    ['I3'],
    (sound) => withOperation(sound, 'op-1', { answer: { campaign_creation: { campaign_meta_id: '99' } } }),
  ],
  // I4
  [
    'a leftover of a run that failed',
    ['I4', 'I5'],
    (sound) => withObject(sound, '31', { deleted_time: null, status: 'PAUSED', effective_status: 'PAUSED' }),
  ],
  [
    'an unnamed leftover of a run that needs attention',
    ['I4', 'I5'],
    (sound) => ({
      ...withOperation(sound, 'op-3', { state: 'needs_attention', answer: { compensation: { left: [{ meta_id: '32' }] } } }),
      ...withObject(sound, '31', { deleted_time: null, status: 'PAUSED', effective_status: 'PAUSED' }),
      history: sound.history
        .filter(({ key }) => key !== 'op-3')
        .concat(line('ok', 'run-end', 'op-3', { state: 'needs_attention' })),
    }),
  ],
  // I5
  ['an orphan at Meta', ['I5'], (sound) => withTable(sound, 'campaign-orchestrator', 'meta_ads', without('14'))],
  [
    'a row whose object is gone',
    ['I5'],
    (sound) => withTable(sound, 'campaign-orchestrator', 'meta_ads', (rows) => [...rows, { meta_id: '94', removed_at: null }]),
  ],
  // I6
  ['something ACTIVE without auto_publish', ['I6'], (sound) => withObject(sound, '11', { status: 'ACTIVE' })],
  [
    'something that was ACTIVE without auto_publish for a moment',
    ['I6'],
    ({ journal }) => ({ journal: [...journal, entry('/11', { status: 'ACTIVE' })] }),
  ],
  [
    'an activation without auto_publish whose answer was lost',
    ['I6'],
    ({ journal }) => ({ journal: [...journal, entry('/11', { status: 'ACTIVE' }, { status: null, fault: 'commit_then_drop' })] }),
  ],
  [
    'an object created ACTIVE',
    ['I6'],
    ({ journal }) => ({ journal: [...journal, entry('/act_1/campaigns', { status: 'ACTIVE' }, { created: ['21'] })] }),
  ],
  [
    'an activation before the tree was complete',
    ['I6'],
    ({ journal }) => ({ journal: [...journal, entry('/act_1/ads', { status: 'PAUSED' }, { created: ['24'] })] }),
  ],
  // I7
  ['more live budget than was accepted', ['I3', 'I7'], (sound) => withObject(sound, '12', { daily_budget: 4_500 })],
  [
    'a live budget above the cap of the account',
    ['I7'],
    ({ history }) => ({ history: [...history, line('ok', 'account', 'account-1', { ad_account: 'act_1', cap_cents: 2_000 })] }),
  ],
  // I8
  [
    'two winners',
    ['I8'],
    (sound) => handled(sound, copyOf(sound, 'WinnerSelected', { id: 'w2', seq: 2, data: { abTestId: 'test-1', adId: 'ad-2' } })),
  ],
  [
    'a table with another winner',
    ['I8'],
    (sound) => withTable(sound, 'gateway', 'ab_tests', () => [{ id: 'test-1', winner_ad_id: 'ad-2' }]),
  ],
  [
    'a winner posted twice',
    ['I8'],
    ({ journal }) => ({
      journal: [...journal, entry('/178/media_publish', { creation_id: 'container-1' }, { created: ['post-2'] })],
    }),
  ],
  [
    'a publication without its post',
    ['I8'],
    ({ journal }) => ({ journal: journal.filter(({ path }) => !path.endsWith('media_publish')) }),
  ],
  [
    'a post nobody asked for',
    ['I8'],
    ({ journal }) => ({
      journal: [
        ...journal,
        entry('/178/media', { caption: 'Another' }, { created: ['container-2'] }),
        entry('/178/media_publish', { creation_id: 'container-2' }, { created: ['post-2'] }),
      ],
    }),
  ],
  [
    'two publications for one test and account',
    ['I8'],
    (sound) =>
      withTable(sound, 'publisher', 'publish_logs', (rows) => [...rows, { ...rows[0], id: 'log-2', external_id: 'post-2' }]),
  ],
  ['a promised publication that is not there', ['I8'], (sound) => withTable(sound, 'publisher', 'publish_logs', () => [])],
  [
    'a winner whose publishing was refused',
    ['I8'],
    ({ history }) => ({
      history: [
        ...history,
        line('invoke', 'publish', 'k', { ab_test_id: 'test-1', account_id: 'account-1' }),
        line('fail', 'publish', 'k', { code: 'no-winner' }),
      ],
    }),
  ],
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

describe('the checker sees', () => {
  test.each(PLANTED)('%s', (_what, invariants, plant) => {
    expect(failedBy(plant)).toEqual(invariants);
  });
});

test('a copy of an event is no second event: the wire may deliver twice', () => {
  expect(failedBy((sound) => ({ records: [...sound.records, copyOf(sound, 'CampaignCreated', {})] }))).toEqual([]);
});

test('the report names whom a violation happened to, and says so when there was nothing to judge', () => {
  const sound = soundEvidence();
  const broken = { ...sound, ...withTable(sound, 'campaign-orchestrator', 'meta_ads', without('14')), truths: {} };
  const report = reportText(check(broken));
  expect(report).toContain('PASS  I1 ');
  expect(report).toContain('FAIL  I5 ');
  expect(report).toContain('14: no row knows this ad of act_1');
  expect(report).toContain('there was nothing to judge');
});

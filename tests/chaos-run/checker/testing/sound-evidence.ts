import type { Evidence, HistoryLine, JournalEntry, KafkaRecord, MetaObject, Row } from '../evidence.ts';
import { READERS } from '../readers.ts';

const HEALED_AT = Date.parse('2026-01-01T10:00:00Z');
const ENDED_AT = '2026-01-01T09:59:00Z';

/**
 * A small run in which all is well: `chaos run 1` was built, `chaos run 2` was built and activated, `chaos run 3` failed and was
 * undone, `chaos run 4` was refused; one A/B test has a winner, published once.
 */
export function soundEvidence(): Evidence {
  const records = soundRecords();
  return {
    run: { seed: 1, healedAt: HEALED_AT },
    history: soundHistory(),
    objects: [...tree(1, 'PAUSED'), ...tree(2, 'ACTIVE'), { ...campaign(3, 'PAUSED'), deleted_time: 'then', status: 'DELETED' }],
    journal: soundJournal(),
    summary: { max_points_300s: { act_1: 200 }, media_published: 1, duplicate_markers: [] },
    truths: { '14': [day('2025-12-30'), day('2025-12-31')] },
    records,
    offsets: offsetsOf(records),
    databases: soundDatabases(records),
  };
}

export const soundLine = (phase: HistoryLine['phase'], op: string, key: string, value: Row): HistoryLine => ({
  at: HEALED_AT - 60_000,
  phase,
  op,
  key,
  value,
});

const asked = (number: number, more: Row = {}): Row => ({
  name: `chaos run ${number}`,
  ad_account: 'act_1',
  budget_cents: 1_000 + number,
  auto_publish: false,
  ads: 1,
  clips: ['clip-1'],
  ...more,
});

function soundHistory(): HistoryLine[] {
  return [
    soundLine('ok', 'account', 'account-1', { ad_account: 'act_1', cap_cents: 5_000 }),
    soundLine('invoke', 'clip', 'key-clip', { title: 'The clip' }),
    { ...soundLine('ok', 'clip', 'key-clip', { clip_id: 'clip-1' }), at: HEALED_AT - 61_000 },
    ...[1, 2, 3].flatMap((number) => [
      soundLine('invoke', 'run', `key-${number}`, asked(number, number === 2 ? { auto_publish: true } : {})),
      soundLine('ok', 'run', `key-${number}`, { operation_id: `op-${number}` }),
      soundLine('ok', 'run-end', `op-${number}`, { state: number === 3 ? 'failed' : 'succeeded' }),
    ]),
    soundLine('invoke', 'run', 'key-4', asked(4)),
    soundLine('fail', 'run', 'key-4', { status: 422 }),
    soundLine('invoke', 'publish', 'key-publish', { ab_test_id: 'test-1', account_id: 'account-1' }),
    soundLine('ok', 'publish', 'key-publish', { publish_log_id: 'log-1' }),
  ];
}

const object = (id: string, level: string, number: number, status: string, more: Partial<MetaObject> = {}): MetaObject => ({
  id,
  level,
  account: 'act_1',
  name: `chaos run ${number} [xo:abc]`,
  status,
  effective_status: status,
  deleted_time: null,
  ...more,
});

/** Ids are the run's number and 1 to 4 for campaign, ad set, creative and ad. */
const campaign = (number: number, status: string): MetaObject => object(`${number}1`, 'campaign', number, status);

export function tree(number: number, status: string): MetaObject[] {
  const ids = { campaign_id: `${number}1`, adset_id: `${number}2`, creative_id: `${number}3` };
  return [
    campaign(number, status),
    object(ids.adset_id, 'adset', number, status, { campaign_id: ids.campaign_id, daily_budget: 1_000 + number }),
    object(ids.creative_id, 'creative', number, 'ACTIVE'),
    object(`${number}4`, 'ad', number, status, ids),
  ];
}

export const soundEntry = (n: number, path: string, body: Row, created: string[] = []): JournalEntry => ({
  n,
  method: 'POST',
  path,
  account: 'act_1',
  body,
  status: 200,
  error_code: null,
  fault: null,
  created,
});

function soundJournal(): JournalEntry[] {
  return [
    ...['21', '22', '23', '24'].map((id, index) => soundEntry(index + 1, '/act_1/x', { status: 'PAUSED' }, [id])),
    ...['24', '22', '21'].map((id, index) => soundEntry(index + 5, `/${id}`, { status: 'ACTIVE' })),
    soundEntry(8, '/178/media', { caption: 'The clip' }, ['container-1']),
    soundEntry(9, '/178/media_publish', { creation_id: 'container-1' }, ['post-1']),
  ];
}

function soundRecords(): KafkaRecord[] {
  const record = (offset: number, topic: string, source: string, key: string, type: string, data: Row, seq = 1): KafkaRecord => ({
    topic,
    partition: 0,
    offset,
    key,
    id: `${topic}-${offset}`,
    type,
    source,
    seq,
    data,
  });
  return [
    record(0, 'clips', 'gateway', 'clip-1', 'ClipPublished', {}),
    record(0, 'campaigns', 'campaign-orchestrator', 'c1', 'CampaignStepCompleted', {}),
    record(1, 'campaigns', 'campaign-orchestrator', 'c1', 'CampaignCreated', { requestId: 'op-1' }, 2),
    record(2, 'campaigns', 'campaign-orchestrator', 'c2', 'CampaignCreated', { requestId: 'op-2' }),
    record(3, 'campaigns', 'campaign-orchestrator', 'c3', 'CampaignFailed', { requestId: 'op-3' }),
    record(0, 'ab-tests', 'ab-evaluator', 'test-1', 'WinnerSelected', { abTestId: 'test-1', adId: 'ad-1' }),
  ];
}

export function offsetsOf(records: readonly KafkaRecord[]): Evidence['offsets'] {
  const topics = Map.groupBy(records, ({ topic }) => topic);
  return [...topics].map(([topic, { length }]) => ({
    topic,
    partition: 0,
    end: length,
    committed: Object.fromEntries(Object.keys(READERS).map((group) => [group, length])),
  }));
}

const day = (date: string): Row => ({
  date,
  impressions: 10,
  clicks: 2,
  inline_link_clicks: 1,
  spend_cents: 50,
  conversions: 0,
  revenue_cents: 0,
  reach: 8,
});

type Databases = Record<string, Record<string, Row[]>>;

function soundDatabases(records: readonly KafkaRecord[]): Databases {
  const inbox = Object.fromEntries(
    Object.entries(READERS).map(([group, types]) => [
      group,
      records.filter(({ type }) => types.includes(type)).map(({ id }) => ({ event_id: id })),
    ]),
  );
  const results = [{ ad_id: 'ad-1', ...day('2025-12-30') }];
  const clips = [{ id: 'clip-1', title: 'The clip' }];
  const counter = (topic: string, key: string, last_seq: number) => ({ topic, key, last_seq });
  return {
    gateway: {
      inbox: inbox['gateway'] ?? [],
      operations: [
        operation(1, 'succeeded'),
        operation(2, 'succeeded'),
        operation(3, 'failed'),
        request('clip_publish', 'clip-1'),
        request('campaign_cancel', 'c3'),
        request('ab_test_create', 'test-1'),
        request('winner_publish', 'test-1'),
      ],
      campaigns: [1, 2, 3].map((number) => ({ name: `chaos run ${number}` })),
      clips,
      ab_tests: [{ id: 'test-1', winner_ad_id: 'ad-1' }],
      insights_daily: results,
      outbox: [],
      parked_messages: [],
      outbox_keys: [counter('clips', 'clip-1', 1)],
    },
    'campaign-orchestrator': {
      inbox: inbox['campaign-orchestrator'] ?? [],
      clips,
      sagas: [saga(1), saga(2), { ...saga(3), cancel_requested: true }],
      meta_campaigns: owned('1', true),
      meta_adsets: owned('2'),
      meta_creatives: owned('3'),
      meta_ads: owned('4'),
      outbox: [],
      parked_messages: [],
      outbox_keys: [counter('campaigns', 'c1', 2), counter('campaigns', 'c2', 1), counter('campaigns', 'c3', 1)],
    },
    'insights-sync': {
      inbox: inbox['insights-sync'] ?? [],
      tracked_ads: [{ ad_meta_id: '14', ad_id: 'ad-1' }],
      meta_ad_insights: results,
      outbox: [],
      parked_messages: [],
      outbox_keys: [],
    },
    'ab-evaluator': {
      inbox: inbox['ab-evaluator'] ?? [],
      meta_ab_tests: [{ id: 'test-1', winner_ad_id: 'ad-1', requested_by: 'caller', auto_publish_to: null }],
      ad_daily_metrics: results,
      outbox: [],
      parked_messages: [],
      outbox_keys: [counter('ab-tests', 'test-1', 1)],
    },
    publisher: {
      inbox: inbox['publisher'] ?? [],
      clips,
      publish_logs: [
        {
          id: 'log-1',
          ab_test_id: 'test-1',
          social_account_id: 'account-1',
          clip_id: 'clip-1',
          status: 'success',
          external_id: 'post-1',
        },
      ],
      outbox: [],
      parked_messages: [],
      outbox_keys: [],
    },
  };
}

function operation(number: number, state: string): Row {
  const isBuilt = state === 'succeeded';
  return {
    id: `op-${number}`,
    kind: 'campaign_run',
    aggregate_id: `c${number}`,
    subject: 'caller',
    state,
    idempotency_key: `key-${number}`,
    completed_at: ENDED_AT,
    answer: { campaign_creation: { campaign_meta_id: isBuilt ? `${number}1` : null }, compensation: { left: [] } },
  };
}

const request = (kind: string, aggregateId: string): Row => ({
  id: `${kind} of ${aggregateId}`,
  kind,
  aggregate_id: aggregateId,
  subject: 'caller',
  state: 'succeeded',
  completed_at: ENDED_AT,
});

const saga = (number: number): Row => ({
  id: `c${number}`,
  type: 'campaign',
  finished_at: ENDED_AT,
  input: { request: { requestedBy: 'caller' } },
});

/** The rows of runs 1 and 2; that of run 3 says that its campaign is gone. */
function owned(digit: string, isCampaign = false): Row[] {
  const rows: Row[] = [1, 2].map((number) => ({ meta_id: `${number}${digit}`, removed_at: null }));
  return isCampaign ? [...rows, { meta_id: '31', removed_at: 'then' }] : rows;
}

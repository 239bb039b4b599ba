import { describe, expect, test } from '@jest/globals';
import {
  copyOf,
  entry,
  failedBy,
  handled,
  line,
  type Planted,
  withObject,
  withOperation,
  without,
  withTable,
} from './testing/plant.ts';
import { tree } from './testing/sound-evidence.ts';

const PLANTED: readonly Planted[] = [
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
];

describe('of runs and winners the checker sees', () => {
  test.each(PLANTED)('%s', (_what, invariants, plant) => {
    expect(failedBy(plant)).toEqual(invariants);
  });
});

import { expect, test } from '@jest/globals';
import { describePlan, idHole, planCalls, RUN_HOLE } from './call-plan.ts';
import type { JournalEntry } from './fake-control.ts';

const entry = (n: number, atMs: number, call: Partial<JournalEntry>): JournalEntry => ({
  n,
  at: new Date(atMs).toISOString(),
  method: 'GET',
  path: '/',
  body: {},
  status: 200,
  created: [],
  ...call,
});

const JOURNAL = [
  entry(1, 1_000, {
    method: 'POST',
    path: '/act_7/campaigns',
    body: { name: 'run1 [m]', adlabels: [{ name: 'x' }] },
    created: ['120'],
  }),
  entry(2, 1_101, { method: 'POST', path: '/act_7/adsets', body: { campaign_id: '120' }, created: ['121'] }),
  entry(3, 1_203, { path: '/120', body: { fields: 'id,name' } }),
  entry(4, 1_205, { path: '/121', body: { fields: 'id' } }),
  entry(5, 1_310, { path: '/120/insights' }),
];

test('calls that were carried out together form a round, the others follow each other', () => {
  const rounds = planCalls(JOURNAL, 'run1', 100);
  expect(rounds.map((round) => round.length)).toEqual([1, 1, 2, 1]);
  expect(describePlan(rounds)).toBe('POST campaigns → POST adsets → [GET {id} ‖ GET {id}] → GET insights');
});

test('ids and the name of the run become holes wherever they stood, encoded values stay as they are', () => {
  const [[campaign] = [], [adSet] = [], [verify] = []] = planCalls(JOURNAL, 'run1', 100);
  expect(campaign).toMatchObject({ creates: 0, path: '/v26.0/act_7/campaigns' });
  expect(new URLSearchParams(campaign?.params).get('name')).toBe(`${RUN_HOLE} [m]`);
  expect(new URLSearchParams(campaign?.params).get('adlabels')).toBe('[{"name":"x"}]');
  expect(adSet?.params).toBe(`campaign_id=${idHole(0)}`);
  expect(verify?.path).toBe(`/v26.0/${idHole(0)}`);
});

test('a call that was refused is no plan', () => {
  expect(() => planCalls([entry(1, 0, { status: 400 })], 'run1', 100)).toThrow('cannot be repeated');
});

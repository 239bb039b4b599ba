import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  AD_SET,
  buildTree,
  CAMPAIGN,
  CREATIVE,
  errorOf,
  type GraphTester,
  idOf,
  type Json,
  send,
  startTester,
  type Tree,
} from './testing/graph-tester.ts';

/** A 500 of the fake means a defect of the fake: no caller's words may cause one. */
let graph: GraphTester;
let tree: Tree;

beforeAll(async () => {
  graph = await startTester();
  const tier = { points: 1e9, decay_seconds: 300, block_seconds: 1 };
  await graph.control('POST', 'accounts', { id: 'act_1', currency: 'USD', timezone_name: 'UTC', tier });
  tree = await buildTree(graph);
});
afterAll(() => graph.stop());

const STRANGE: readonly unknown[] = [
  null,
  true,
  -1,
  1.5,
  '',
  '[',
  '{}',
  [],
  [null],
  {},
  { id: null },
  { geo_locations: { countries: [1] } },
  'constructor',
  'campaign{id',
];

describe('FG2, FG7: strange parameters', () => {
  const bodies: readonly [string, () => string, () => Json][] = [
    ['campaign', () => '/act_1/campaigns', () => ({ ...CAMPAIGN, adlabels: [] })],
    ['ad set', () => '/act_1/adsets', () => ({ ...AD_SET, campaign_id: tree.campaignId, attribution_spec: [] })],
    ['creative', () => '/act_1/adcreatives', () => CREATIVE],
    ['ad', () => '/act_1/ads', () => ({ name: 'x', adset_id: tree.adSetId, creative: { creative_id: tree.creativeId } })],
    ['container', () => '/7/media', () => ({ media_type: 'REELS', video_url: 'https://example.com/a.mp4' })],
    ['batch', () => '/', () => ({ batch: [{ method: 'GET', relative_url: 'act_1' }] })],
  ];
  it.each(bodies)('never break the fake when creating: %s', async (_what, path, body) => {
    for (const name of [...Object.keys(body()), 'fields', 'execution_options', 'constructor']) {
      const statuses = await Promise.all(
        STRANGE.map(async (value) => (await graph.post(path(), { ...body(), [name]: value })).status),
      );
      expect(statuses.filter((status) => status !== 200 && status !== 400)).toEqual([]);
    }
  });

  it.each(['/act_1', '/act_1/campaigns', '/act_1/insights', '/act_1/campaignsbylabels', '/constructor', '/act_1/constructor'])(
    'never break the fake when reading %s',
    async (path) => {
      const filters = [
        { field: 'constructor', operator: 'EQUAL', value: 1 },
        { field: 'name', operator: 'toString', value: 1 },
        { field: 'name' },
      ];
      for (const name of [
        'fields',
        'filtering',
        'limit',
        'after',
        'level',
        'time_range',
        'time_increment',
        'date_preset',
        'effective_status',
        'ad_label_ids',
      ]) {
        const answers = await Promise.all([...STRANGE, filters].map((value) => graph.get(path, { [name]: value })));
        expect(answers.filter(({ status }) => status !== 200 && status !== 400).map(({ text }) => text)).toEqual([]);
      }
    },
  );

  it('refuses methods and bodies it does not know', async () => {
    const url = `${graph.fake.url}/v26.0/act_1/campaigns?access_token=T`;
    expect((await send(url, { method: 'PUT' })).status).toBe(405);
    expect(
      errorOf(await send(url, { method: 'POST', body: '{', headers: { 'content-type': 'application/json' } })),
    ).toMatchObject({ code: 100 });
    expect((await send(url, { method: 'POST', body: new FormData() })).status).toBe(400);
    expect((await graph.post('/act_1/asyncadrequestsets', {})).status).toBe(501);
  });

  it('keeps a disabled account readable and clearable, but creates nothing in it', async () => {
    const { campaignId } = await buildTree(graph, 'act_2');
    await graph.control('POST', 'accounts', { id: 'act_2', currency: 'USD', timezone_name: 'UTC', tier: 'standard', status: 2 });
    expect(errorOf(await graph.post('/act_2/campaigns', CAMPAIGN))).toMatchObject({ code: 200 });
    expect((await graph.delete(`/${campaignId}`)).status).toBe(200);
    expect(idOf(await graph.get(`/${campaignId}`))).toBe(campaignId);
  });
});

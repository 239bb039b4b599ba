import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  AD_SET,
  buildTree,
  CAMPAIGN,
  CREATIVE,
  type GraphTester,
  idOf,
  type Json,
  listOf,
  startTester,
} from '../testing/graph-tester.ts';

let graph: GraphTester;

beforeEach(async () => {
  graph = await startTester();
});
afterEach(() => graph.stop());

const drift = async (): Promise<string[]> =>
  listOf((await graph.control('GET', 'strict')).json).map(
    ({ kind, method, path, name, count }) => `${String(kind)} ${String(method)} ${String(path)} ${String(name)} ${String(count)}`,
  );

describe('FG22: what the fake does not know', () => {
  it('is listed: parameters, nested ones, fields and routes, with how often', async () => {
    const campaign_id = idOf(await graph.post('/act_1/campaigns', { ...CAMPAIGN, colour: 'red' }));
    await graph.post('/act_1/campaigns', { ...CAMPAIGN, colour: 'blue' });
    const targeting = { ...(AD_SET['targeting'] as Json), shoe_size: 43, flexible_spec: [{ interests: [] }, { wishes: [] }] };
    await graph.postForm('/act_1/adsets', { ...AD_SET, campaign_id, targeting });
    await graph.get(`/${campaign_id}`, { fields: 'colour' });
    await graph.get('/act_1/insights', { fields: 'happiness' });
    await graph.get('/act_1/campaigns', { order: 'name' });
    await graph.get('/act_1/shoes');
    await graph.post(`/${campaign_id}/adsets`, {});
    expect(await drift()).toEqual([
      'parameter POST /act_{id}/campaigns colour 2',
      'parameter POST /act_{id}/adsets targeting.shoe_size 1',
      'parameter POST /act_{id}/adsets targeting.flexible_spec.wishes 1',
      'field GET /{id} colour 1',
      'field GET /act_{id}/insights happiness 1',
      'parameter GET /act_{id}/campaigns order 1',
      'route GET /act_{id}/shoes  1',
      'route POST /{id}/adsets  1',
    ]);
    await graph.control('DELETE', 'strict');
    expect(await drift()).toEqual([]);
  });

  it('is not what a sound caller sends', async () => {
    const { campaignId, adId } = await buildTree(graph);
    await graph.post(`/${campaignId}`, { status: 'PAUSED' });
    await graph.get('/act_1/campaigns', { filtering: [{ field: 'name', operator: 'CONTAIN', value: 'x' }], limit: '5' });
    await graph.get(`/${adId}/insights`, { level: 'ad', time_increment: 1, date_preset: 'last_7d' });
    await graph.get('/999999', { fields: 'name' });
    await graph.get('/999999/insights');
    await graph.delete(`/${campaignId}`);
    expect(await drift()).toEqual([]);
  });

  it('is refused with --strict, and nothing is made', async () => {
    await graph.stop();
    graph = await startTester({ strict: true });
    const answer = await graph.post('/act_1/campaigns', { ...CAMPAIGN, colour: 'red' });
    expect(answer.json['error']).toMatchObject({ code: 100, message: expect.stringContaining('colour') });
    expect(await graph.objects('campaign')).toEqual([]);
    const creative = {
      ...CREATIVE,
      object_story_spec: { page_id: '42', link_data: { link: 'https://example.com', glitter: 1 } },
    };
    expect((await graph.post('/act_1/adcreatives', creative)).status).toBe(400);
    expect(await drift()).toHaveLength(2);
    await buildTree(graph);
  });
});

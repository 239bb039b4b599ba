import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  AD_SET,
  type Answer,
  buildTree,
  CAMPAIGN,
  CREATIVE,
  errorOf,
  type GraphTester,
  idOf,
  type Json,
  listOf,
  send,
  startTester,
} from '../testing/graph-tester.ts';

let graph: GraphTester;

beforeEach(async () => {
  graph = await startTester();
});
afterEach(() => graph.stop());

describe('FG2, FG4, FG5, FG6: creating a tree', () => {
  it('answers unique 18-digit ids above 2^53 as strings', async () => {
    const tree = await buildTree(graph);
    const ids = Object.values(tree);
    expect(new Set(ids).size).toBe(4);
    for (const id of ids) {
      expect(id).toMatch(/^\d{18}$/);
      expect(BigInt(id) > 2n ** 53n).toBe(true);
    }
  });

  it('takes form bodies with JSON-encoded nested values exactly like JSON', async () => {
    const campaignId = idOf(await graph.postForm('/act_1/campaigns', CAMPAIGN));
    const adSetId = idOf(await graph.postForm('/act_1/adsets', { ...AD_SET, campaign_id: campaignId }));
    const shown = await graph.get(`/${adSetId}`, { fields: 'daily_budget,targeting,promoted_object,status' });
    expect(shown.json).toEqual({
      id: adSetId,
      daily_budget: '5000',
      targeting: AD_SET['targeting'],
      promoted_object: AD_SET['promoted_object'],
      status: 'PAUSED',
    });
  });

  it('ignores the parent id that the Node SDK repeats in the body, and the body {} on GET', async () => {
    const id = idOf(await graph.post('/act_1/campaigns', { ...CAMPAIGN, id: 'act_1' }));
    expect((await graph.post(`/${id}`, { id, name: 'renamed' })).json).toEqual({ success: true });
    expect((await graph.get(`/${id}`, { fields: 'name' })).json['name']).toBe('renamed');
  });

  it('answers ad set creates with id and success, and reads after writing when fields are asked', async () => {
    const campaign = await graph.post('/act_1/campaigns', { ...CAMPAIGN, fields: 'id,name,status' });
    expect(campaign.json).toMatchObject({ name: 'Summer sale', status: 'PAUSED' });
    const adSet = await graph.post('/act_1/adsets', { ...AD_SET, campaign_id: idOf(campaign) });
    expect(adSet.json).toEqual({ id: idOf(adSet), success: true });
  });

  it('refuses a field the node does not have', async () => {
    const { campaignId } = await buildTree(graph);
    const answer = await graph.get(`/${campaignId}`, { fields: 'name,colour' });
    expect(errorOf(answer)).toMatchObject({
      code: 100,
      message: expect.stringContaining('Tried accessing nonexisting field (colour)'),
    });
  });

  it('renders linked objects with their own fields', async () => {
    const tree = await buildTree(graph);
    const answer = await graph.get(`/${tree.adId}`, { fields: 'adset{id,name},campaign{name,objective},creative' });
    expect(answer.json).toEqual({
      id: tree.adId,
      adset: { id: tree.adSetId, name: 'Everyone' },
      campaign: { id: tree.campaignId, name: 'Summer sale', objective: 'OUTCOME_SALES' },
      creative: { id: tree.creativeId },
    });
  });
});

describe('FG1, FG3: version and token', () => {
  it('accepts v24.0 to v26.0, refuses retired versions with 2635 and unknown ones with 2500', async () => {
    const at = async (version: string): Promise<Json> => errorOf(await send(`${graph.fake.url}/${version}/act_1?access_token=T`));
    expect(await at('v24.0')).toEqual({});
    expect(await at('v23.0')).toMatchObject({ code: 2635 });
    expect(await at('v99.0')).toMatchObject({ code: 2500 });
  });

  it('FG1: an unversioned path means the newest version, or nothing at all', async () => {
    const unversioned = (): Promise<Answer> => send(`${graph.fake.url}/act_1?access_token=T`);
    expect((await unversioned()).status).toBe(200);
    await graph.stop();
    graph = await startTester({ defaultVersion: null });
    expect(errorOf(await unversioned())).toMatchObject({ code: 2500 });
  });

  it('takes the token from query, body or Bearer header and answers 104 without one', async () => {
    expect(errorOf(await send(`${graph.fake.url}/v26.0/act_1`))).toMatchObject({ code: 104 });
    expect((await send(`${graph.fake.url}/v26.0/act_1?access_token=T`)).status).toBe(200);
    const body = new URLSearchParams({ access_token: 'T', name: 'a label' });
    expect((await send(`${graph.fake.url}/v26.0/act_1/adlabels`, { method: 'POST', body })).status).toBe(200);
  });
});

describe('FG7: validation', () => {
  const refusals: readonly [string, Json, number, number | undefined][] = [
    ['no special_ad_categories', { special_ad_categories: undefined }, 100, undefined],
    ['a legacy objective', { objective: 'CONVERSIONS' }, 100, undefined],
    ['no budget and no sharing flag', { is_adset_budget_sharing_enabled: undefined }, 100, 4834011],
    ['sharing without a bid strategy', { is_adset_budget_sharing_enabled: true }, 100, 4834005],
    ['a budget below the minimum', { daily_budget: 99 }, 100, 1885272],
    ['a name above 400 characters', { name: 'x'.repeat(401) }, 100, undefined],
    ['DELETED at creation', { status: 'DELETED' }, 100, undefined],
  ];
  it.each(refusals)('refuses a campaign with %s', async (_what, change, code, subcode) => {
    const error = errorOf(await graph.post('/act_1/campaigns', { ...CAMPAIGN, ...change }));
    expect([error['code'], error['error_subcode']]).toEqual([code, subcode]);
    expect(await graph.objects('campaign')).toEqual([]);
  });

  const inOneHour = Math.floor(Date.now() / 1000) + 3600;
  const adSetRefusals: readonly [string, Json, number | undefined, string | undefined][] = [
    ['a goal outside the table', { optimization_goal: 'PAGE_LIKES' }, 2490408, 'optimization_goal'],
    ['no promoted object for a conversion goal', { promoted_object: undefined }, 1885024, 'promoted_object'],
    ['no countries', { targeting: { age_min: 18 } }, 1885364, 'targeting'],
    ['ages out of range', { targeting: { geo_locations: { countries: ['US'] }, age_min: 12 } }, 1885550, 'targeting'],
    ['EU targeting without DSA names', { targeting: { geo_locations: { countries: ['DE'] } } }, 3858081, 'dsa_beneficiary'],
    ['a bid cap without amount', { bid_strategy: 'COST_CAP' }, 2490487, 'bid_amount'],
    ['no bid strategy at all', { bid_strategy: undefined }, 2490487, 'bid_amount'],
    ['a lifetime budget without end', { daily_budget: undefined, lifetime_budget: 50_000 }, 1487851, 'end_time'],
    ['a past end', { end_time: 1_000_000_000 }, 1487033, 'end_time'],
    ['a daily budget for less than a day', { end_time: inOneHour }, 1487793, 'end_time'],
    ['a budget below the minimum', { daily_budget: 1 }, 1885272, 'daily_budget'],
    ['billing its goal does not allow', { billing_event: 'THRUPLAY' }, 1815112, 'billing_event'],
    [
      'an illegal attribution window',
      { attribution_spec: [{ event_type: 'CLICK_THROUGH', window_days: 28 }] },
      1885501,
      'attribution_spec',
    ],
  ];
  it.each(adSetRefusals)('refuses an ad set with %s', async (_what, change, subcode, blamed) => {
    const campaign_id = idOf(await graph.post('/act_1/campaigns', CAMPAIGN));
    const error = errorOf(await graph.post('/act_1/adsets', { ...AD_SET, campaign_id, ...change }));
    expect(error).toMatchObject({ code: 100, error_subcode: subcode, error_data: { blame_field_specs: [[blamed]] } });
    expect(error['error_user_msg']).toEqual(expect.any(String));
  });

  it('refuses budgets on campaign and ad set at once with 1885621', async () => {
    const cbo = { ...CAMPAIGN, daily_budget: 5000, bid_strategy: 'LOWEST_COST_WITHOUT_CAP' };
    const campaign_id = idOf(await graph.post('/act_1/campaigns', cbo));
    expect(errorOf(await graph.post('/act_1/adsets', { ...AD_SET, campaign_id }))).toMatchObject({
      code: 100,
      error_subcode: 1885621,
    });
    expect((await graph.post('/act_1/adsets', { ...AD_SET, campaign_id, daily_budget: undefined })).status).toBe(200);
  });

  it('CR1: sales with link clicks needs the rule that allows it', async () => {
    const strict = await startTester({ rules: { salesLinkClicksWithPixel: false } });
    try {
      const campaign_id = idOf(await strict.post('/act_1/campaigns', CAMPAIGN));
      const answer = await strict.post('/act_1/adsets', { ...AD_SET, campaign_id });
      expect(errorOf(answer)).toMatchObject({ error_subcode: 1885024 });
    } finally {
      await strict.stop();
    }
  });

  const story = CREATIVE['object_story_spec'] as Json;
  const creativeRefusals: readonly [string, Json, number, number | undefined][] = [
    ['no page', { object_story_spec: { link_data: story['link_data'] } }, 100, undefined],
    ['two story forms', { object_story_spec: { ...story, text_data: {} } }, 100, undefined],
    [
      'an unknown call to action',
      { object_story_spec: { page_id: '1', link_data: { link: 'https://a.com', call_to_action: { type: 'JUMP' } } } },
      1373054,
      undefined,
    ],
    ['no link', { object_story_spec: { page_id: '1', link_data: { message: 'x' } } }, 2446383, undefined],
    [
      'both Instagram ids',
      { object_story_spec: { ...story, instagram_actor_id: '1', instagram_user_id: '2' } },
      2446149,
      2238055,
    ],
    [
      'an unknown video',
      { object_story_spec: { page_id: '1', video_data: { video_id: '9', image_url: 'https://a.com/a.jpg' } } },
      100,
      1487472,
    ],
    [
      'enhancements without enroll_status',
      { degrees_of_freedom_spec: { creative_features_spec: { standard_enhancements: {} } } },
      100,
      3858082,
    ],
    ['a name above 100 characters', { name: 'x'.repeat(101) }, 100, undefined],
  ];
  it.each(creativeRefusals)('refuses a creative with %s', async (_what, change, code, subcode) => {
    const error = errorOf(await graph.post('/act_1/adcreatives', { ...CREATIVE, ...change }));
    expect([error['code'], error['error_subcode']]).toEqual([code, subcode]);
  });

  it('refuses an ad without anything (194), with an unknown ad set (100/33) or creative (100)', async () => {
    const { adSetId } = await buildTree(graph);
    expect(errorOf(await graph.post('/act_1/ads', { name: 'x' }))).toMatchObject({ code: 194 });
    const noAdSet = { name: 'x', adset_id: '1', creative: { creative_id: '2' } };
    expect(errorOf(await graph.post('/act_1/ads', noAdSet))).toMatchObject({ code: 100, error_subcode: 33 });
    expect(errorOf(await graph.post('/act_1/ads', { ...noAdSet, adset_id: adSetId }))).toMatchObject({
      code: 100,
      error_subcode: 1885209,
    });
  });

  it('holds at most 50 ads in an ad set', async () => {
    const { adSetId, creativeId } = await buildTree(graph);
    const ad = { name: 'x', status: 'PAUSED', adset_id: adSetId, creative: { creative_id: creativeId } };
    for (let made = 1; made < 50; made += 1) idOf(await graph.post('/act_1/ads', ad));
    expect((await graph.post('/act_1/ads', ad)).status).toBe(400);
  });
});

describe('FG8: validate_only', () => {
  it('changes nothing and answers success or the error', async () => {
    const dry = { ...CAMPAIGN, execution_options: ['validate_only'] };
    expect((await graph.post('/act_1/campaigns', dry)).json).toEqual({ success: true });
    expect((await graph.post('/act_1/campaigns', { ...dry, objective: 'X' })).status).toBe(400);
    expect(await graph.objects('campaign')).toEqual([]);
  });
});

describe('FG9: creative dedupe', () => {
  it('hands out the old creative for the same content under another name, until it is deleted', async () => {
    const first = idOf(await graph.post('/act_1/adcreatives', CREATIVE));
    const second = idOf(await graph.post('/act_1/adcreatives', { ...CREATIVE, name: 'Another name', adlabels: [{ name: 'l' }] }));
    expect(second).toBe(first);
    expect((await graph.get(`/${first}`, { fields: 'name' })).json['name']).toBe('A creative');
    await graph.delete(`/${first}`);
    expect(idOf(await graph.post('/act_1/adcreatives', CREATIVE))).not.toBe(first);
  });

  it('keeps accounts apart', async () => {
    const first = idOf(await graph.post('/act_1/adcreatives', CREATIVE));
    expect(idOf(await graph.post('/act_2/adcreatives', CREATIVE))).not.toBe(first);
  });
});

describe('FG4: videos and media', () => {
  it('makes a video by file_url that a creative can use once it is ready', async () => {
    const id = idOf(await graph.post('/act_1/advideos', { file_url: 'https://cdn.example.com/a.mp4', title: 'Clip' }));
    expect((await graph.get(`/${id}`, { fields: 'status' })).json['status']).toEqual({ video_status: 'ready' });
    const spec = {
      page_id: '1',
      video_data: {
        video_id: id,
        image_url: 'https://cdn.example.com/a.jpg',
        call_to_action: { type: 'SHOP_NOW', value: { link: 'https://a.com' } },
      },
    };
    expect((await graph.post('/act_1/adcreatives', { name: 'v', object_story_spec: spec })).status).toBe(200);
  });

  it('publishes a container once and refuses it afterwards', async () => {
    const container = idOf(
      await graph.post('/777/media', { media_type: 'REELS', video_url: 'https://cdn.example.com/a.mp4', caption: 'hi' }),
    );
    expect((await graph.get(`/${container}`, { fields: 'status_code' })).json['status_code']).toBe('FINISHED');
    const post = idOf(await graph.post('/777/media_publish', { creation_id: container }));
    expect((await graph.get(`/${container}`, { fields: 'status_code' })).json['status_code']).toBe('PUBLISHED');
    expect((await graph.post('/777/media_publish', { creation_id: container })).status).toBe(400);
    expect(listOf((await graph.get('/777/media')).json)).toEqual([{ id: post }]);
    expect((await graph.control('GET', 'summary')).json['media_published']).toBe(1);
  });
});

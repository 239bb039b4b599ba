import type { FakeGraphOptions } from '../options.ts';
import { type FakeGraph, startFakeGraph } from '../server.ts';

export type Json = Record<string, unknown>;

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly json: Json;
}

/** Speaks to one fake over HTTP, as tests need it. */
export interface GraphTester {
  readonly fake: FakeGraph;
  get(path: string, query?: Json): Promise<Answer>;
  post(path: string, body: Json): Promise<Answer>;
  postForm(path: string, body: Json): Promise<Answer>;
  delete(path: string): Promise<Answer>;
  control(method: string, path: string, body?: Json): Promise<Answer>;
  /** Objects of one level as the control interface shows them. */
  objects(level: string): Promise<Json[]>;
  stop(): Promise<void>;
}

export async function startTester(options: FakeGraphOptions = {}): Promise<GraphTester> {
  const fake = await startFakeGraph({ reviewMs: 0, processingMs: 0, ...options });
  const base = `${fake.url}/v26.0`;
  const headers = { authorization: 'Bearer TEST-TOKEN' };
  const json = { ...headers, 'content-type': 'application/json' };
  const control = (method: string, path: string, body?: Json): Promise<Answer> =>
    send(`${fake.url}/__fake/${path}`, { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
  return {
    fake,
    control,
    get: (path, query = {}) => send(`${base}${path}?${encode(query)}`, { headers }),
    post: (path, body) => send(`${base}${path}`, { method: 'POST', headers: json, body: JSON.stringify(body) }),
    postForm: (path, body) => send(`${base}${path}`, { method: 'POST', headers, body: encode(body) }),
    delete: (path) => send(`${base}${path}`, { method: 'DELETE', headers }),
    objects: async (level) => listOf((await control('GET', `objects?level=${level}`)).json),
    stop: fake.stop,
  };
}

/** Form encoding with JSON-encoded nested values. */
function encode(values: Json): URLSearchParams {
  const form = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) form.set(name, typeof value === 'string' ? value : JSON.stringify(value));
  return form;
}

export async function send(url: string, init: RequestInit = {}): Promise<Answer> {
  const response = await fetch(url, init);
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, json: parse(text) };
}

function parse(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    // Faults garble answers on purpose; such tests look at the text.
    return {};
  }
}

export function listOf(json: Json): Json[] {
  return json['data'] as Json[];
}

export function errorOf(answer: Answer): Json {
  return (answer.json['error'] ?? {}) as Json;
}

export function idOf(answer: Answer): string {
  const { id } = answer.json;
  if (typeof id !== 'string') throw new Error(`no id in ${answer.status} ${answer.text}`);
  return id;
}

export const CAMPAIGN: Json = {
  name: 'Summer sale',
  objective: 'OUTCOME_SALES',
  status: 'PAUSED',
  special_ad_categories: [],
  is_adset_budget_sharing_enabled: false,
};

export const AD_SET: Json = {
  name: 'Everyone',
  status: 'PAUSED',
  billing_event: 'IMPRESSIONS',
  optimization_goal: 'LINK_CLICKS',
  destination_type: 'WEBSITE',
  bid_strategy: 'LOWEST_COST_WITHOUT_CAP',
  daily_budget: 5000,
  promoted_object: { pixel_id: '123', custom_event_type: 'PURCHASE' },
  targeting: { geo_locations: { countries: ['US'] }, age_min: 18, age_max: 65, genders: [1, 2] },
};

export const CREATIVE: Json = {
  name: 'A creative',
  object_story_spec: {
    page_id: '42',
    link_data: {
      link: 'https://example.com/sale',
      message: 'Hello',
      call_to_action: { type: 'SHOP_NOW', value: { link: 'https://example.com/sale' } },
    },
  },
};

export interface Tree {
  readonly campaignId: string;
  readonly adSetId: string;
  readonly creativeId: string;
  readonly adId: string;
}

/** One campaign, ad set, creative and ad, all of this status. */
export async function buildTree(tester: GraphTester, account = 'act_1', status = 'PAUSED'): Promise<Tree> {
  const campaignId = idOf(await tester.post(`/${account}/campaigns`, { ...CAMPAIGN, status }));
  const adSetId = idOf(await tester.post(`/${account}/adsets`, { ...AD_SET, status, campaign_id: campaignId }));
  const creativeId = idOf(await tester.post(`/${account}/adcreatives`, CREATIVE));
  const adId = idOf(
    await tester.post(`/${account}/ads`, { name: 'An ad', status, adset_id: adSetId, creative: { creative_id: creativeId } }),
  );
  return { campaignId, adSetId, creativeId, adId };
}

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { AD_SET, CAMPAIGN, type GraphTester, idOf, type Json, listOf, send, startTester } from './testing/graph-tester.ts';

let graph: GraphTester;

beforeEach(async () => {
  graph = await startTester();
});
afterEach(() => graph.stop());

interface Part {
  readonly code: number;
  readonly headers: { readonly name: string }[];
  readonly body: string;
}

function form(values: Json): string {
  const encoded = new URLSearchParams();
  for (const [name, value] of Object.entries(values))
    encoded.set(name, typeof value === 'string' ? value : JSON.stringify(value));
  return encoded.toString();
}

async function batch(entries: Json[]): Promise<(Part | null)[]> {
  const answer = await send(`${graph.fake.url}/v26.0?access_token=T`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ batch: entries }),
  });
  return JSON.parse(answer.text) as (Part | null)[];
}

const newCampaign = { method: 'POST', relative_url: 'act_1/campaigns', body: form(CAMPAIGN) };

describe('FG13: batch', () => {
  it('answers in order, with string bodies and headers of their own, and resolves references', async () => {
    const parts = await batch([
      { ...newCampaign, name: 'campaign' },
      { method: 'GET', relative_url: 'v26.0/{result=campaign:$.id}?fields=name' },
      { method: 'GET', relative_url: '1?fields=name' },
    ]);
    expect(parts.map((part) => part?.code)).toEqual([200, 200, 400]);
    expect(JSON.parse(parts[1]?.body ?? '')).toMatchObject({ name: 'Summer sale' });
    expect(parts[0]?.headers.map((header) => header.name)).toContain('x-business-use-case-usage');
    expect(listOf((await graph.control('GET', 'journal')).json).map((entry) => entry['path'])).toContain('/act_1/campaigns');
  });

  it('answers null for an entry that timed out, and only for that one', async () => {
    await graph.control('POST', 'faults', { method: 'POST', path: '/campaigns$', nth: 1, action: { type: 'commit_then_drop' } });
    const parts = await batch([newCampaign, newCampaign]);
    expect(parts.map((part) => part?.code ?? null)).toEqual([null, 200]);
    expect(await graph.objects('campaign')).toHaveLength(2);
  });

  it('refuses a second ad set of one campaign and more than 50 entries', async () => {
    const campaign_id = idOf(await graph.post('/act_1/campaigns', CAMPAIGN));
    const adSet = { method: 'POST', relative_url: 'act_1/adsets', body: form({ ...AD_SET, campaign_id }) };
    expect((await batch([adSet, adSet])).map((part) => part?.code)).toEqual([200, 400]);
    expect(await batch(Array.from({ length: 51 }, () => newCampaign))).toMatchObject({ error: { code: 100 } });
  });

  it('hands attached files to the entries that name them', async () => {
    const body = new FormData();
    const entry = { method: 'POST', relative_url: 'act_1/adimages', attached_files: 'picture' };
    body.set('batch', JSON.stringify([entry, { ...entry, attached_files: 'none' }]));
    body.set('picture', new Blob(['an image']), 'a.jpg');
    const answer = await send(`${graph.fake.url}/v26.0?access_token=T`, { method: 'POST', body });
    const parts = JSON.parse(answer.text) as Part[];
    expect(parts.map((part) => part.code)).toEqual([200, 400]);
    expect(JSON.parse(parts[0]?.body ?? '')).toMatchObject({ images: { 'a.jpg': { hash: expect.any(String) } } });
  });

  it('decodes bodies strictly: an unencoded & splits the name', async () => {
    const body = `${form({ ...CAMPAIGN, name: undefined })}&name=Summer Sale & more`.replace('name=undefined&', '');
    await batch([{ method: 'POST', relative_url: 'act_1/campaigns', body }]);
    expect((await graph.objects('campaign'))[0]).toMatchObject({ name: 'Summer Sale ' });
  });
});

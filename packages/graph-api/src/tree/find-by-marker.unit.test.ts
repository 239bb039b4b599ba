import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createGraphClient, type GraphClient } from '../client.ts';
import { type HostileServer, json, metaError, type Reply, startHostileServer } from '../testing/hostile-server.ts';

const access = { adAccountId: '123', accessToken: 'token' };
const KEY = 'abcdefghijklmnop';
const query = { level: 'campaign', marker: KEY, label: 'xo:saga' } as const;
const campaign = (id: string, fields: object = {}) => ({
  id,
  name: `Sale [xo:${KEY}]`,
  status: 'PAUSED',
  effective_status: 'PAUSED',
  objective: 'OUTCOME_SALES',
  created_time: '2026-11-23T10:00:00+0000',
  ...fields,
});

let server: HostileServer;
let client: GraphClient;

/** Answers by the last part of the path. */
const byEdge =
  (replies: Record<string, Reply>): Reply =>
  (request, response, message) =>
    (replies[request.path.split('/').at(-1) ?? ''] ?? json(200, { data: [] }))(request, response, message);

beforeEach(async () => {
  server = await startHostileServer();
  client = createGraphClient({ baseUrl: server.url, version: 'v26.0', governor: false });
});
afterEach(async () => {
  await client.close();
  await server.stop();
});

describe('LC12 finding what an ambiguous create left', () => {
  it('asks by name and by label and merges what both show', async () => {
    server.reply = byEdge({
      campaigns: json(200, { data: [campaign('2'), campaign('3', { name: `xo:${KEY} in a stranger's name` })] }),
      adlabels: json(200, {
        data: [
          { id: '77', name: 'xo:saga' },
          { id: '78', name: 'xo:saga2' },
        ],
      }),
      campaignsbylabels: json(200, {
        data: [campaign('2'), campaign('1', { name: 'renamed', created_time: '2026-11-23T09:00:00+0000' })],
      }),
    });
    const found = await client.find(access, query);
    expect(found.ok && found.value.map(({ id }) => id)).toEqual(['1', '2']);
    expect(found.ok && found.value[1]).toEqual({
      id: '2',
      name: `Sale [xo:${KEY}]`,
      status: 'PAUSED',
      effectiveStatus: 'PAUSED',
      createdTime: '2026-11-23T10:00:00+0000',
      objective: 'OUTCOME_SALES',
    });
    const byName = server.seen.find(({ path }) => path.endsWith('/campaigns'));
    expect(byName?.query.get('filtering')).toBe(JSON.stringify([{ field: 'name', operator: 'CONTAIN', value: `xo:${KEY}` }]));
    const byLabel = server.seen.find(({ path }) => path.endsWith('/campaignsbylabels'));
    expect(byLabel?.query.get('ad_label_ids')).toBe('["77"]');
    expect(byLabel?.query.get('operator')).toBe('ALL');
  });

  it('believes one way that shows something, and both only when they show nothing', async () => {
    server.reply = byEdge({ campaigns: json(200, { data: [campaign('2')] }), adlabels: metaError(500, { code: 2 }) });
    expect(await client.find(access, query)).toMatchObject({ ok: true, value: [{ id: '2' }] });
    server.reply = byEdge({ adlabels: metaError(500, { code: 2 }) });
    expect(await client.find(access, query)).toMatchObject({ ok: false, error: { class: 'TRANSIENT' } });
    server.reply = byEdge({ campaigns: metaError(400, { code: 17 }) });
    expect(await client.find(access, query)).toMatchObject({ ok: false, error: { class: 'RATE_LIMIT' } });
    server.reply = byEdge({});
    expect(await client.find(access, query)).toEqual({ ok: true, value: [] });
  });

  it('looks for ad sets under their campaign and for ads under their ad set, oldest first', async () => {
    const rows = [campaign('11'), campaign('9'), campaign('10', { name: 'Sale [xo:ponmlkjihgfedcba]' })];
    server.reply = json(200, { data: rows });
    const adSets = await client.find(access, { level: 'ad_set', marker: KEY, campaignId: '5' });
    expect(adSets.ok && adSets.value.map(({ id }) => id)).toEqual(['9', '11']);
    await client.find(access, { level: 'ad', marker: KEY, adSetId: '6' });
    expect(server.seen.map(({ path }) => path)).toEqual(['/v26.0/5/adsets', '/v26.0/6/ads']);
  });
});

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createGraphClient, type GraphClient } from '../client.ts';
import { type HostileServer, json, metaError, type Reply, raw, startHostileServer } from '../testing/hostile-server.ts';
import { type CreateRequest, fieldsToSend } from './create-object.ts';

const access = { adAccountId: 'act_123', accessToken: 'token' };
const KEY = 'abcdefghijklmnop';
const request: CreateRequest = {
  level: 'campaign',
  name: 'Summer Sale & more',
  fields: { objective: 'OUTCOME_SALES', status: 'ACTIVE', special_ad_categories: [] },
  marker: KEY,
  label: 'xo:saga',
};

let server: HostileServer;
let client: GraphClient;

beforeEach(async () => {
  server = await startHostileServer();
  client = createGraphClient({ baseUrl: server.url, version: 'v26.0', timeouts: { totalMs: 2_000 } });
});
afterEach(async () => {
  await client.close();
  await server.stop();
});

describe('LC9 what a create sends', () => {
  it('is PAUSED whatever the caller wrote, marked in name and label', async () => {
    server.reply = json(200, { id: '120210000000000001' });
    expect(await client.create(access, request)).toEqual({ outcome: 'confirmed', id: '120210000000000001' });
    const form = Object.fromEntries(server.seen[0]?.form ?? []);
    expect(server.seen[0]?.path).toBe('/v26.0/act_123/campaigns');
    expect(form).toEqual({
      name: `Summer Sale & more [xo:${KEY}]`,
      objective: 'OUTCOME_SALES',
      status: 'PAUSED',
      special_ad_categories: '[]',
      adlabels: '[{"name":"xo:saga"}]',
    });
  });

  it('gives a creative no label and no status: it may turn out to be a shared, older one', () => {
    const fields = fieldsToSend({ ...request, level: 'creative', fields: { object_story_spec: {} }, name: 'n'.repeat(200) });
    expect(Object.keys(fields).sort()).toEqual(['name', 'object_story_spec']);
    expect(String(fields['name'])).toHaveLength(100);
  });
});

const drop: Reply = (_request, response) => response.destroy();
const cut: Reply = (_request, response) => {
  response.writeHead(200, { 'content-length': '100' });
  response.write('{"id":"12');
  response.socket?.destroySoon();
};

describe('LC10, LC11 outcome of a create', () => {
  it.each<[string, Reply]>([
    ['the connection is dropped', drop],
    ['the body is cut off', cut],
    ['the JSON is cut', raw(200, '{"id":"1202')],
    ['a 2xx is empty', raw(200, '')],
    ['a 2xx has no id', json(200, { success: true })],
    ['the id is not a number', json(200, { id: 'abc' })],
    ['a proxy answers 502 in HTML', raw(502, '<html>')],
    ['a proxy answers 403 in HTML', raw(403, '<html>')],
    ['it is redirected', raw(307, '', { location: '/' })],
    ['code 1', metaError(500, { code: 1 })],
    ['code 2 with is_transient false', metaError(400, { code: 2, is_transient: false })],
    ['is_transient', metaError(400, { code: 100, is_transient: true })],
    ['a code 1 that is no repeatable query', metaError(400, { code: 1, error_subcode: 99 })],
    ['a code 2 that is no repeatable query', metaError(400, { code: 2, error_subcode: 1504041 })],
    ['a refusal under 500', metaError(500, { code: 100 })],
    ['success: false', json(200, { success: false })],
  ])('is ambiguous when %s', async (_what, reply) => {
    server.reply = reply;
    const outcome = await client.create(access, request);
    expect(outcome).toMatchObject({ outcome: 'ambiguous', error: { class: expect.stringMatching(/./) } });
    expect(server.seen).toHaveLength(1); // LC10: a POST to a collection is sent once
  });

  it('is ambiguous with the regain time when throttled', async () => {
    server.reply = metaError(
      400,
      { code: 17, error_subcode: 2446079 },
      { 'x-business-use-case-usage': '{"1":[{"estimated_time_to_regain_access":5}]}' },
    );
    expect(await client.create(access, request)).toMatchObject({
      outcome: 'ambiguous',
      retryAfterMs: 300_000,
      error: { class: 'RATE_LIMIT' },
    });
  });

  it('is ambiguous when it takes too long', async () => {
    await client.close();
    client = createGraphClient({ baseUrl: server.url, version: 'v26.0', timeouts: { totalMs: 50 } });
    server.reply = () => undefined;
    expect(await client.create(access, request)).toMatchObject({ outcome: 'ambiguous', error: { origin: 'network' } });
  });

  it.each([
    ['VALIDATION', { code: 100, error_subcode: 1885621 }],
    ['AUTH', { code: 190, error_subcode: 463 }],
    ['PERMISSION', { code: 200 }],
    ['POLICY', { code: 368 }],
    ['VERSION', { code: 2635 }],
    ['NOT_FOUND', { code: 100, error_subcode: 33 }],
  ])('is rejected by a definite %s', async (errorClass, error) => {
    server.reply = metaError(400, error);
    expect(await client.create(access, request)).toMatchObject({ outcome: 'rejected', error: { class: errorClass } });
  });

  it('treats the flaky creative failure as ambiguous: sending it again is safe', async () => {
    server.reply = metaError(400, { code: 100, error_subcode: 1487390, is_transient: false });
    expect(await client.create(access, { ...request, level: 'creative' })).toMatchObject({ outcome: 'ambiguous' });
    expect(await client.create(access, request)).toMatchObject({ outcome: 'rejected' });
  });

  it('is not_sent when nothing listens, on any address of a name, when it was aborted before, and when the token is no header', async () => {
    const refused = createGraphClient({ baseUrl: 'http://127.0.0.1:1', version: 'v26.0' });
    const twoAddresses = createGraphClient({ baseUrl: 'http://localhost:1', version: 'v26.0' });
    const aborted = { ...access, signal: AbortSignal.abort() };
    expect(await refused.create(access, request)).toMatchObject({ outcome: 'not_sent' });
    expect(await twoAddresses.create(access, request)).toMatchObject({ outcome: 'not_sent' });
    expect(await client.create(aborted, request)).toMatchObject({ outcome: 'not_sent', error: { origin: 'aborted' } });
    expect(server.seen).toHaveLength(0);
    expect(await client.create({ ...access, accessToken: 'line\nbreak' }, request)).toMatchObject({ outcome: 'not_sent' });
    await Promise.all([refused.close(), twoAddresses.close()]);
  });

  it('is ambiguous when it was aborted after it went out', async () => {
    const controller = new AbortController();
    server.reply = () => controller.abort();
    expect(await client.create({ ...access, signal: controller.signal }, request)).toMatchObject({
      outcome: 'ambiguous',
      error: { origin: 'aborted' },
    });
  });
});

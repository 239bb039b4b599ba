import { createHmac } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createGraphClient, type GraphClient } from '../client.ts';
import { type HostileServer, json, metaError, raw, startHostileServer } from '../testing/hostile-server.ts';
import type { GraphSettings } from './settings.ts';
import type { Usage } from './usage.ts';

const TOKEN = 'EAABsecrettoken';
const SECRET = 'app-secret';
const access = { adAccountId: '123', accessToken: TOKEN };

let server: HostileServer;
let client: GraphClient;

const clientWith = (settings: Partial<GraphSettings> = {}): GraphClient =>
  createGraphClient({ baseUrl: server.url, version: 'v26.0', governor: false, ...settings });

beforeEach(async () => {
  server = await startHostileServer();
  client = clientWith();
});
afterEach(async () => {
  await client.close();
  await server.stop();
});

async function errorOf(call: Promise<{ ok: boolean }>) {
  const result = (await call) as Awaited<ReturnType<GraphClient['get']>>;
  if (result.ok) throw new Error('expected an error');
  return result.error;
}

describe('LC1 settings', () => {
  it.each([
    { baseUrl: 'ftp://graph', version: 'v26.0' },
    { baseUrl: 'http://graph', version: '26' },
    { baseUrl: 'http://graph?x=1', version: 'v26.0' },
    { baseUrl: 'http://graph', version: 'v26.0', appSecret: '' },
  ])('refuses %j at start', (settings) => {
    expect(() => createGraphClient(settings)).toThrow();
  });
});

describe('LC2, LC3 token and proof', () => {
  it('sends the token in the header only, and no proof without a secret', async () => {
    server.reply = json(200, { id: '1' });
    await client.get(access, '1', ['name']);
    const [request] = server.seen;
    expect(request?.headers['authorization']).toBe(`Bearer ${TOKEN}`);
    expect(request?.path).toBe('/v26.0/1');
    expect([...(request?.query ?? [])]).toEqual([['fields', 'id,name']]);
  });

  it('sends the proof on every kind of call and on every page', async () => {
    const proof = createHmac('sha256', SECRET).update(TOKEN).digest('hex');
    await client.close();
    client = clientWith({ appSecret: SECRET });
    server.reply = (request, response, message) => {
      const isFirstPage = request.path.endsWith('/adsets') && !request.query.has('after');
      const paging = isFirstPage ? { cursors: { after: 'c1' }, next: 'http://evil.example/?after=c1' } : {};
      json(200, { id: '1', success: true, data: [], paging })(request, response, message);
    };
    await client.setStatus(access, '1', 'PAUSED');
    await client.delete(access, 'ad', '1');
    await client.find(access, { level: 'ad_set', marker: 'm', campaignId: '1' });
    expect(server.seen.map(({ method }) => method)).toEqual(['POST', 'DELETE', 'GET', 'GET', 'GET']);
    for (const request of server.seen) {
      const params = request.method === 'POST' ? request.form : request.query;
      expect(params.get('appsecret_proof')).toBe(proof);
      expect(request.headers.host).toBe(new URL(server.url).host);
    }
  });

  it('sends the timed proof with its time', async () => {
    await client.close();
    client = clientWith({ appSecret: SECRET, timedProof: true, nowMs: () => 1_700_000_000_999 });
    await client.get(access, '1', []);
    expect(server.seen[0]?.query.get('appsecret_time')).toBe('1700000000');
    expect(server.seen[0]?.query.get('appsecret_proof')).toBe(
      createHmac('sha256', SECRET).update(`${TOKEN}|1700000000`).digest('hex'),
    );
  });

  it('keeps the token out of errors even when Meta repeats it', async () => {
    server.reply = metaError(400, {
      code: 190,
      message: `Malformed access token ${TOKEN}`,
      error_user_msg: `token ${TOKEN} is bad`,
    });
    const error = await errorOf(client.get(access, '1', []));
    expect(error.class).toBe('AUTH');
    expect(error.message).toBe('Malformed access token [redacted]');
    expect(JSON.stringify(error)).not.toContain(TOKEN);
  });

  it('takes the token out of every value Meta sends, also percent-encoded, but never damages what a short token happens to equal', async () => {
    server.reply = json(200, { id: '1', nested: [{ next: `https://g/?access_token=${encodeURIComponent('EAAB|secret')}` }] });
    const piped = await client.get({ ...access, accessToken: 'EAAB|secret' }, '1', []);
    expect(piped).toEqual({ ok: true, value: { id: '1', nested: [{ next: 'https://g/?access_token=[redacted]' }] } });
    server.reply = json(200, { id: '1', name: 'idea' });
    expect(await client.get({ ...access, accessToken: 'id' }, '1', [])).toEqual({ ok: true, value: { id: '1', name: 'idea' } });
  });

  it('says nothing of the request in a network error', async () => {
    await client.close();
    client = createGraphClient({ baseUrl: 'http://127.0.0.1:1', version: 'v26.0', appSecret: SECRET });
    const error = await errorOf(client.get(access, '1', ['name']));
    expect(error).toMatchObject({ class: 'TRANSIENT', origin: 'network', message: 'connection refused (ECONNREFUSED)' });
  });
});

describe('LC4 bounds', () => {
  it('does not follow a redirect', async () => {
    server.reply = raw(302, '', { location: `${server.url}/elsewhere` });
    expect(await errorOf(client.get(access, '1', []))).toMatchObject({ class: 'TRANSIENT', httpStatus: 302 });
    expect(server.seen).toHaveLength(1);
  });

  it('gives up when the whole call takes too long', async () => {
    await client.close();
    client = clientWith({ timeouts: { totalMs: 50 } });
    server.reply = () => undefined;
    expect(await errorOf(client.get(access, '1', []))).toMatchObject({
      origin: 'network',
      message: 'no complete answer in time',
    });
  });

  it('gives up on a body that drips', async () => {
    await client.close();
    client = clientWith({ timeouts: { totalMs: 80 } });
    server.reply = (_request, response) => {
      response.writeHead(200);
      response.write('{"id":');
    };
    expect(await errorOf(client.get(access, '1', []))).toMatchObject({ origin: 'network', httpStatus: 200 });
  });

  it('refuses an answer larger than allowed', async () => {
    await client.close();
    client = clientWith({ maxAnswerBytes: 1_000 });
    server.reply = json(200, { id: '1', name: 'x'.repeat(2_000) });
    expect(await errorOf(client.get(access, '1', []))).toMatchObject({
      origin: 'network',
      message: expect.stringContaining('larger than allowed'),
    });
  });

  it('stops when the caller says so', async () => {
    const controller = new AbortController();
    server.reply = () => controller.abort();
    expect(await errorOf(client.get({ ...access, signal: controller.signal }, '1', []))).toMatchObject({ origin: 'aborted' });
    expect(await errorOf(client.get({ ...access, signal: controller.signal }, '1', []))).toMatchObject({ origin: 'aborted' });
    expect(server.seen).toHaveLength(1);
  });
});

describe('errors and usage', () => {
  it('keeps everything Meta says, also when error_data is text', async () => {
    server.reply = metaError(
      400,
      {
        message: 'Invalid parameter',
        code: 100,
        error_subcode: 1885621,
        is_transient: false,
        error_user_title: 'Budget conflict',
        error_user_msg: 'One budget only',
        error_data: JSON.stringify({ blame_field_specs: [['daily_budget'], ['targeting', 'age_min']] }),
      },
      { 'x-fb-request-id': 'request-1' },
    );
    expect(await errorOf(client.get(access, '1', []))).toEqual({
      class: 'VALIDATION',
      origin: 'meta',
      message: 'Invalid parameter',
      code: 100,
      subcode: 1885621,
      type: 'OAuthException',
      isTransient: false,
      userTitle: 'Budget conflict',
      userMessage: 'One budget only',
      blameFields: ['daily_budget', 'targeting.age_min'],
      fbtraceId: 'trace-1',
      requestId: 'request-1',
      httpStatus: 400,
    });
  });

  it.each([
    [{ 'x-business-use-case-usage': '{"1":[{"estimated_time_to_regain_access":3}]}' }, 180_000],
    [{ 'x-ad-account-usage': '{"acc_id_util_pct":99,"reset_time_duration":30}' }, 30_000],
    [{ 'x-ad-account-usage': '{"acc_id_util_pct":3,"reset_time_duration":300}', 'retry-after': '7' }, 7_000],
    [{ 'retry-after': '7' }, 7_000],
    [{}, 60_000],
  ])('tells when a throttle ends: %j', async (headers: Record<string, string>, retryAfterMs) => {
    server.reply = metaError(400, { code: 80004 }, headers);
    expect(await errorOf(client.get(access, '1', []))).toMatchObject({ class: 'RATE_LIMIT', retryAfterMs });
  });

  it('hands the usage of every answer to the listener', async () => {
    const heard: [Usage, string][] = [];
    await client.close();
    client = clientWith({ onUsage: (usage, { adAccountId }) => heard.push([usage, adAccountId]) });
    server.reply = json(200, { id: '1' }, { 'X-App-Usage': '{"call_count":80}' });
    await client.get(access, '1', []);
    expect(heard.map(([usage, account]) => [usage.maxPct, account])).toEqual([[80, '123']]);
  });

  it('takes a 200 with an error in it for an error', async () => {
    server.reply = metaError(200, { code: 190 });
    expect(await errorOf(client.get(access, '1', []))).toMatchObject({ class: 'AUTH', httpStatus: 200 });
    server.reply = json(200, { success: false });
    expect(await errorOf(client.setStatus(access, '1', 'PAUSED'))).toMatchObject({ class: 'TRANSIENT' });
  });
});

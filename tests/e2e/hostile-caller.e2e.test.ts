import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { waitFor } from '@mao/service-kit/testing';
import { expectInvalid, expectProblem } from '../support/expect-problem.ts';
import { type Answer, type GatewayClient, gatewayClient } from '../support/gateway-client.ts';
import {
  ACCEPTED_ACCOUNTS,
  ACCEPTED_CLIPS,
  ACCEPTED_RUNS,
  REFUSED_ACCOUNTS,
  REFUSED_CLIPS,
  REFUSED_RUNS,
} from '../support/hostile-bodies.ts';
import { type HostileRig, startHostileRig } from '../support/hostile-rig.ts';
import { forgeToken, refusedAuthorizations } from '../support/hostile-tokens.ts';
import { runBody } from '../support/scenario.ts';

const RUN = '/meta/orchestrate/run';
const JSON_TYPE = { 'content-type': 'application/json' };
const LIMIT_BYTES = 64 * 1024;

let rig: HostileRig;
let stack: HostileRig['stack'];
let admin: HostileRig['admin'];
let writes: HostileRig['writes'];
let account: HostileRig['account'];
let clipId: string;

beforeAll(async () => {
  rig = await startHostileRig();
  ({ stack, admin, writes, account, clipId } = rig);
}, 90_000);

afterAll(() => rig?.stop());

const accountBody = (change: Record<string, unknown> = {}) => ({
  ad_account_id: '4711',
  page_id: '1055',
  currency: 'USD',
  timezone: 'America/New_York',
  default_countries: ['US'],
  access_token: 'EAAB4711secret',
  ...change,
});

const clip = (change: Record<string, unknown> = {}) => ({
  title: 'A clip',
  video_url: 'https://cdn.example.com/a.mp4',
  thumbnail_url: 'https://cdn.example.com/a.jpg',
  duration_ms: 15_000,
  social_account_id: account.id,
  ...change,
});

const allWrites = (id: string): [string, string, unknown?][] => [
  ['PUT', `/meta/accounts/${id}`, accountBody()],
  ['DELETE', `/meta/accounts/${id}`],
  ['POST', '/clips', clip()],
  ['DELETE', `/clips/${clipId}`],
  ['POST', RUN, runBody(account, clipId)],
  ['POST', `/meta/orchestrate/sync-insights/${id}`],
  ['POST', `/meta/campaigns/${randomUUID()}/cancel`],
  ['POST', `/meta/campaigns/${randomUUID()}/resume`],
];

const write = (client: GatewayClient, [method, path, body]: readonly [string, string, unknown?]): Promise<Answer> =>
  client.send(method, path, body === undefined ? undefined : JSON.stringify(body), body === undefined ? {} : JSON_TYPE);

const raw = (body: string | undefined, headers: Record<string, string> = JSON_TYPE, path = RUN): Promise<Answer> =>
  admin.send('POST', path, body, headers);

describe('bodies that are no JSON object of the right kind', () => {
  test.each([
    ['half an object', '{"a":'],
    ['single quotes', "{'a':1}"],
    ['a trailing comma', '{"a":1,}'],
    ['NaN', '{"daily_budget_cents":NaN}'],
    ['two values', '{}{}'],
    ['nothing', ''],
    ['white space', '  '],
    ['arrays 30,000 deep', `${'['.repeat(30_000)}${']'.repeat(30_000)}`],
    ['objects 10,000 deep', `${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`],
  ])('%s is 400 malformed-json', async (_name, body) => {
    await writes.expectNone(async () => expectProblem(await raw(body), 400, 'malformed-json'));
  });

  test('bytes that are no UTF-8 are 400 malformed-json', async () => {
    const response = await fetch(`${stack.gatewayUrl}${RUN}`, {
      method: 'POST',
      headers: { ...JSON_TYPE, authorization: `Bearer ${forgeToken(stack.jwtSecret)}` },
      body: Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]),
    });
    expect([response.status, await response.json()]).toEqual([400, expect.objectContaining({ code: 'malformed-json' })]);
  });

  test.each(['null', '[]', '"text"', '5', 'true', '{}', '{"__proto__":{"a":1}}', '{"constructor":1}'])(
    '%s is 422 validation',
    async (body) => {
      await writes.expectNone(async () => expectProblem(await raw(body), 422, 'validation'));
    },
  );

  test.each([
    ['no content type', { 'content-type': '' }],
    ['text/plain', { 'content-type': 'text/plain' }],
    ['a form', { 'content-type': 'application/x-www-form-urlencoded' }],
    ['another charset', { 'content-type': 'application/json; charset=iso-8859-1' }],
    ['an unknown encoding', { ...JSON_TYPE, 'content-encoding': 'zopfli' }],
  ])('%s is 415', async (_name, headers) => {
    await writes.expectNone(async () => expectProblem(await raw('{}', headers), 415, 'unsupported-media-type'));
  });

  test('64 KiB are read, one byte more is 413, with or without a stated length', async () => {
    const body = (bytes: number) => JSON.stringify({ a: 'x'.repeat(bytes - 8) });
    expect(body(LIMIT_BYTES)).toHaveLength(LIMIT_BYTES);
    await writes.expectNone(async () => {
      expectInvalid(await raw(body(LIMIT_BYTES)), '/a');
      expectProblem(await raw(body(LIMIT_BYTES + 1)), 413, 'body-too-large');
      expectProblem(await raw(body(65 * 1024)), 413, 'body-too-large');
      const chunked = await fetch(`${stack.gatewayUrl}${RUN}`, {
        method: 'POST',
        headers: { ...JSON_TYPE, authorization: `Bearer ${forgeToken(stack.jwtSecret)}` },
        body: new Blob([body(65 * 1024)]).stream(),
        duplex: 'half',
      } as RequestInit);
      expect([chunked.status, await chunked.json()]).toEqual([413, expect.objectContaining({ code: 'body-too-large' })]);
    });
  });

  test('thousands of unknown fields do not make a far larger answer', async () => {
    const answer = await raw(JSON.stringify(Object.fromEntries(Array.from({ length: 5_000 }, (_, n) => [`f${n}`, 1]))));
    expectProblem(answer, 422, 'validation');
    expect(answer.body.errors.length).toBeLessThanOrEqual(100);
  });

  test('endpoints without fields take no fields', async () => {
    const path = `/meta/orchestrate/sync-insights/${account.id}`;
    await writes.expectNone(async () => {
      expectInvalid(await raw('{"days":7}', JSON_TYPE, path), '/days');
      expectProblem(await raw('{', JSON_TYPE, path), 400, 'malformed-json');
      expectProblem(await raw('x'.repeat(65 * 1024), JSON_TYPE, path), 413, 'body-too-large');
    });
  });
});

describe('limits of every field', () => {
  test.each(REFUSED_RUNS)('run, outside: $name', async ({ change, pointer }) => {
    await writes.expectNone(async () => expectInvalid(await admin.post(RUN, runBody(account, clipId, { ...change })), pointer));
  });

  test.each(ACCEPTED_RUNS)('run, inside: $name', async ({ change }) => {
    const answer = await admin.post(RUN, runBody(account, clipId, { ...change, dry_run: true }));
    expect([answer.status, answer.body.errors]).toEqual([200, undefined]);
  });

  test('run, inside: nine variants', async () => {
    const variants = Array.from({ length: 9 }, (_, n) => ({ clip_id: clipId, creative_title: `V ${n}` }));
    const answer = await admin.post(RUN, runBody(account, clipId, { variants, dry_run: true }));
    expect([answer.status, answer.body.plan?.filter((step: { level: string }) => step.level === 'ad').length]).toEqual([200, 10]);
  });

  test.each(REFUSED_ACCOUNTS)('account, outside: $name', async ({ change, pointer }) => {
    const path = `/meta/accounts/${randomUUID()}`;
    await writes.expectNone(async () => expectInvalid(await admin.put(path, accountBody({ ...change })), pointer));
  });

  test.each(ACCEPTED_ACCOUNTS)('account, inside: $name', async ({ change }) => {
    const answer = await admin.put(`/meta/accounts/${randomUUID()}`, accountBody({ ...change }));
    expect([answer.status, answer.body.errors]).toEqual([201, undefined]);
    expect(JSON.stringify(answer.body)).not.toMatch(/access_token|sealed|EAAB/);
  });

  test.each(REFUSED_CLIPS)('clip, outside: $name', async ({ change, pointer }) => {
    await writes.expectNone(async () => expectInvalid(await admin.post('/clips', clip({ ...change })), pointer));
  });

  test.each(ACCEPTED_CLIPS)('clip, inside: $name', async ({ change }) => {
    expect((await admin.post('/clips', clip({ ...change }))).status).toBe(201);
  });

  test('text is refused where it stands, also in field names', async () => {
    await writes.expectNone(async () => {
      expectInvalid(
        await admin.post(RUN, runBody(account, clipId, { variants: [{ creative_title: 'a\u0000' }] })),
        '/variants/0/creative_title',
      );
      expectProblem(await admin.post(RUN, { 'a\ud800': 1 }), 422, 'validation');
    });
  });
});

describe('who may do what', () => {
  test('every bad token is 401, whatever the path and method', async () => {
    await writes.expectNone(async () => {
      for (const [name, authorization] of refusedAuthorizations(stack.jwtSecret)) {
        const response = await fetch(`${stack.gatewayUrl}${RUN}`, {
          method: 'POST',
          headers: { ...JSON_TYPE, ...(authorization === undefined ? {} : { authorization }) },
          body: JSON.stringify(runBody(account, clipId)),
        });
        const answer = { status: response.status, headers: response.headers, body: await response.json() };
        expect([name, answer.status, response.headers.get('www-authenticate')]).toEqual([name, 401, 'Bearer']);
        expectProblem(answer, 401, 'unauthenticated');
      }
      expect((await fetch(`${stack.gatewayUrl}/no/such/route`)).status).toBe(401);
    });
    // The forge itself makes good tokens: the refusals above have the reason they claim.
    expect((await gatewayClient(stack, { token: forgeToken(stack.jwtSecret) }).get('/meta/accounts')).status).toBe(200);
  });

  test("a viewer's token is 403 on every write, a manager's on accounts", async () => {
    const viewer = gatewayClient(stack, { role: 'viewer' });
    const manager = gatewayClient(stack, { role: 'manager' });
    await writes.expectNone(async () => {
      for (const request of allWrites(account.id)) expectProblem(await write(viewer, request), 403, 'forbidden');
      for (const request of allWrites(account.id).slice(0, 2)) expectProblem(await write(manager, request), 403, 'forbidden');
    });
    expect((await viewer.get(`/meta/accounts/${account.id}`)).status).toBe(200);
  });

  test('what belongs to a foreign account does not exist: 404 or not in the list', async () => {
    const made = await admin.post(RUN, runBody(account, clipId), { 'idempotency-key': 'foreign' });
    expect(made.status).toBe(200);
    const campaign = made.body.campaign_creation.campaign_db_id;
    for (const role of ['admin', 'viewer'] as const) {
      const stranger = gatewayClient(stack, { role, accounts: [randomUUID()] });
      expectProblem(await stranger.get(`/meta/accounts/${account.id}`), 404, 'account-not-connected');
      expectProblem(await stranger.get(`/meta/campaigns/${campaign}`), 404, 'campaign-not-found');
      expectProblem(await stranger.get(`/operations/${made.body.request_id}`), 404, 'operation-not-found');
      for (const list of ['/meta/accounts', '/meta/campaigns', `/meta/campaigns?social_account_id=${account.id}`, '/alerts'])
        expect([list, (await stranger.get(list)).body]).toEqual([list, { data: [], next_cursor: null }]);
    }
    const stranger = gatewayClient(stack, { accounts: [randomUUID()] });
    await writes.expectNone(async () => {
      for (const request of allWrites(account.id)) {
        const answer = await write(stranger, request);
        expectProblem(answer, 404, answer.body.code);
      }
      expectProblem(await stranger.post(`/meta/campaigns/${campaign}/cancel`), 404, 'campaign-not-found');
      const replay = await stranger.post(RUN, runBody(account, clipId), { 'idempotency-key': 'foreign' });
      expectProblem(replay, 404, 'account-not-connected');
    });
  });
});

describe('paths, queries and headers', () => {
  test.each([
    ['GET', '/', 404, 'not-found'],
    ['GET', '/meta', 404, 'not-found'],
    ['PATCH', RUN, 404, 'not-found'],
    ['GET', '/meta/campaigns/none', 404, 'campaign-not-found'],
    ['GET', '/meta/campaigns/%00', 404, 'campaign-not-found'],
    ['GET', '/meta/campaigns/%E0%A4%A', 400, 'malformed-path'],
    ['GET', `/operations/${randomUUID()}`, 404, 'operation-not-found'],
    ['DELETE', `/clips/${randomUUID()}`, 404, 'clip-not-found'],
    ['DELETE', `/meta/accounts/${randomUUID()}`, 404, 'account-not-connected'],
    ['PUT', '/meta/accounts/none', 415, 'unsupported-media-type'],
    ['POST', `/meta/orchestrate/sync-insights/${randomUUID()}`, 404, 'account-not-connected'],
    ['POST', `/meta/campaigns/${randomUUID()}/cancel`, 404, 'campaign-not-found'],
    ['POST', '/meta/campaigns/none/resume', 404, 'campaign-not-found'],
  ])('%s %s is %i %s', async (method, path, status, code) => {
    const body = method === 'PUT' ? 'x' : undefined;
    await writes.expectNone(async () => expectProblem(await admin.send(method, path, body, {}), status, code));
  });

  test('trailing slashes and capitals lead to the same place, HEAD to the same status', async () => {
    for (const path of ['/meta/accounts/', '/META/Accounts']) expect((await admin.get(path)).status).toBe(200);
    const bare = async (method: string, path: string) =>
      fetch(`${stack.gatewayUrl}${path}`, { method, headers: { authorization: `Bearer ${forgeToken(stack.jwtSecret)}` } });
    expect((await bare('HEAD', '/livez')).status).toBe(200);
    expect((await bare('HEAD', `/operations/${randomUUID()}`)).status).toBe(404);
    const options = await bare('OPTIONS', RUN);
    expect([options.status, options.headers.get('allow')]).toEqual([200, 'POST']);
  });

  test.each([
    'limit=0',
    'limit=201',
    'limit=abc',
    'limit=-1',
    'limit=1.5',
    'limit=',
    'limit=1&limit=2',
    'limit=99999',
    'cursor=abc',
    'cursor=',
    `cursor=${randomUUID()}`,
    'cursor=%00',
    `cursor=${Buffer.from('after:x').toString('base64url')}`,
    `cursor=${'a'.repeat(501)}`,
    'page=2',
    '__proto__=1',
  ])('?%s is 422 on every list', async (query) => {
    const pointer = `/${query.split('=')[0]}`;
    for (const list of ['/meta/accounts', '/meta/campaigns', '/alerts'])
      expectInvalid(await admin.get(`${list}?${query}`), pointer);
  });

  test.each([
    '/alerts?since=yesterday',
    '/alerts?since=0000-01-01T00:00:00Z',
    '/alerts?since=9999-12-31T23:59:59-23:59',
    '/alerts?social_account_id=x',
    '/meta/campaigns?state=done',
  ])('%s is 422', async (path) => {
    expectProblem(await admin.get(path), 422, 'validation');
  });

  test('limit and cursor page through all, each once', async () => {
    const seen: string[] = [];
    let cursor = '';
    do {
      const { status, body } = await admin.get(`/meta/accounts?limit=7${cursor}`);
      expect(status).toBe(200);
      seen.push(...body.data.map((item: { social_account_id: string }) => item.social_account_id));
      cursor = body.next_cursor === null ? '' : `&cursor=${body.next_cursor}`;
    } while (cursor !== '');
    const all = await admin.get('/meta/accounts?limit=200');
    expect(seen).toEqual(all.body.data.map((item: { social_account_id: string }) => item.social_account_id));
    expect(new Set(seen).size).toBe(seen.length);
  });

  test.each([
    ['req-1', 'req-1'],
    ['x'.repeat(128), 'x'.repeat(128)],
    ['x'.repeat(129), undefined],
    ['caf\u00e9', undefined],
    ['', undefined],
  ])('X-Request-Id %j is echoed, or replaced when it is none', async (given, echoed) => {
    const answer = await admin.get('/meta/nothing', { 'x-request-id': given });
    expectProblem(answer, 404, 'not-found');
    const id = answer.headers.get('x-request-id') ?? '';
    if (echoed === undefined) expect(id).toMatch(/^[0-9a-f-]{36}$/);
    else expect(id).toBe(echoed);
  });

  test('Prefer decides between the outcome and 202, and 202 leads to the outcome', async () => {
    for (const prefer of ['respond-async', 'wait=0', 'WAIT=0, handling=lenient']) {
      const answer = await admin.post(RUN, runBody(account, clipId), { prefer });
      expect([prefer, answer.status, answer.headers.get('location')]).toEqual([prefer, 202, `/operations/${answer.body.id}`]);
      expect(answer.body).toMatchObject({ kind: 'campaign_run', campaign_id: expect.any(String) });
      const ended = await waitFor('the run to end', async () => {
        const { body } = await admin.get(`/operations/${answer.body.id}`);
        return body.state === 'succeeded' ? body : undefined;
      });
      expect(ended).toMatchObject({ problem: null, result: { request_id: answer.body.id, overall_success: true } });
    }
    for (const prefer of ['wait=61', 'wait=9999999999', 'wait=soon', 'return=minimal'])
      expect((await admin.post(RUN, runBody(account, clipId), { prefer })).status).toBe(200);
  });
});

test('after all of that the log holds no error, and neither log nor tables hold a token in clear', async () => {
  const log = readFileSync(join(stack.dataDir, 'logs', 'gateway.log'), 'utf8');
  expect(log.split('\n').filter((line) => /"level":"(error|fatal)"/.test(line))).toEqual([]);
  expect(log).not.toMatch(/EAAB|eyJ[\w-]{8}/);
  const [dump] = await writes.query<{ text: string }>(
    `select string_agg(query_to_xml(format('select * from %I', table_name), true, false, '')::text, '') as text
     from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'`,
  );
  expect(dump?.text).toMatch(/v1\.[\w-]{20}/);
  expect(dump?.text).not.toMatch(/EAAB/);
});

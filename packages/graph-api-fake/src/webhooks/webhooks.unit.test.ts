import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { buildTree, errorOf, type GraphTester, type Json, listOf, send, startTester } from '../testing/graph-tester.ts';
import { payloadsOf, signatureOf } from './payload.ts';

const SECRET = 'app-secret';
const APP = '4711';

interface Received {
  readonly body: string;
  readonly signature: string | undefined;
}

let graph: GraphTester;
let server: Server;
let callback: string;
let received: Received[];
/** What the callback answers next. */
let status: number;

beforeEach(async () => {
  received = [];
  status = 200;
  server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    if (request.method === 'GET') {
      const isOurs = url.searchParams.get('hub.verify_token') === 'our-token' && url.searchParams.get('hub.mode') === 'subscribe';
      response.writeHead(isOurs ? 200 : 403).end(url.searchParams.get('hub.challenge'));
      return;
    }
    let body = '';
    request.on('data', (chunk: Buffer) => {
      body += chunk.toString();
    });
    request.on('end', () => {
      received.push({ body, signature: request.headers['x-hub-signature-256']?.toString() });
      response.writeHead(status).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  callback = `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhooks/meta`;
  graph = await startTester({ webhookSecret: SECRET, reportMs: 3_600_000 });
});
afterEach(async () => {
  await graph.stop();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const subscribe = (change: Json = {}, token = `${APP}|${SECRET}`) =>
  send(`${graph.fake.url}/v26.0/${APP}/subscriptions?access_token=${encodeURIComponent(token)}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      object: 'application',
      callback_url: callback,
      verify_token: 'our-token',
      fields: 'async_requests',
      ...change,
    }),
  });

const event = (value: unknown) =>
  graph.control('POST', 'webhooks/events', { object: 'application', id: APP, field: 'async_requests', value });

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  const deadlineMs = Date.now() + 5000;
  while (!(await condition())) {
    if (Date.now() > deadlineMs) throw new Error(`not in time; received: ${JSON.stringify(received)}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

const deliveries = async (): Promise<Json[]> => listOf((await graph.control('GET', 'webhooks')).json);
const state = async (): Promise<unknown> => (await deliveries())[0]?.['state'];
const pass = (hours: number) => graph.control('POST', 'clock', { advance_hours: hours });
const changesOf = ({ body }: Received): Json[] =>
  (JSON.parse(body) as { entry: { changes: Json[] }[] }).entry.flatMap((entry) => entry.changes);

describe('FG20: subscribing', () => {
  it('calls the callback and stores nothing unless it echoes the challenge', async () => {
    expect(errorOf(await subscribe({ verify_token: 'another' }))).toMatchObject({ code: 2200 });
    expect(errorOf(await subscribe({ callback_url: 'nonsense' }))).toMatchObject({ code: 2200 });
    expect(errorOf(await subscribe({}, 'a-user-token'))).toMatchObject({ code: 15 });
    const list = () => send(`${graph.fake.url}/v26.0/${APP}/subscriptions?access_token=${APP}%7C${SECRET}`);
    expect(listOf((await list()).json)).toEqual([]);
    expect((await subscribe()).json).toEqual({ success: true });
    expect(listOf((await list()).json)).toMatchObject([
      { object: 'application', callback_url: callback, fields: [{ name: 'async_requests' }] },
    ]);
    await send(`${graph.fake.url}/v26.0/${APP}/subscriptions?access_token=${APP}%7C${SECRET}`, { method: 'DELETE' });
    expect(listOf((await list()).json)).toEqual([]);
  });

  it('works through the control interface as well', async () => {
    const body = { object: 'application', callback_url: callback, verify_token: 'our-token', fields: ['async_requests'] };
    expect((await graph.control('POST', 'webhooks', body)).status).toBe(200);
    expect((await graph.control('POST', 'webhooks', { ...body, verify_token: 'x' })).status).toBe(400);
  });
});

describe('FG20: delivery', () => {
  it('signs the raw body and puts what happens together into one delivery', async () => {
    await subscribe();
    await Promise.all([event({ n: 1 }), event({ n: 2 }), event({ n: 3 })]);
    await until(() => received.flatMap(changesOf).length === 3);
    for (const { body, signature } of received) expect(signature).toBe(signatureOf(body, SECRET));
    const first = JSON.parse(received[0]?.body ?? '') as Json;
    expect(first).toMatchObject({ object: 'application', entry: [{ id: APP, time: expect.any(Number) }] });
    expect(received.length).toBeLessThanOrEqual(3);
  });

  it('groups changes by whom they are about', () => {
    const about = (entryId: string, value: number) => ({
      object: 'page',
      entryId,
      field: 'f',
      value,
      account: null,
      dueMs: 5000,
    });
    const [body = ''] = payloadsOf('page', [about('1', 1), about('2', 2), about('1', 3)]);
    const change = (value: number) => ({ field: 'f', value });
    expect(JSON.parse(body)).toEqual({
      object: 'page',
      entry: [
        { id: '1', time: 5, changes: [change(1), change(3)] },
        { id: '2', time: 5, changes: [change(2)] },
      ],
    });
  });

  it('holds at most 1,000 updates in a delivery', () => {
    const one = { object: 'page', entryId: '1', field: 'f', value: 1, account: null, dueMs: 0 };
    const sizes = payloadsOf('page', Array(2500).fill(one)).map((body) => changesOf({ body, signature: undefined }).length);
    expect(sizes).toEqual([1000, 1000, 500]);
  });

  it('tries again with growing distance by the virtual clock, and gives up after 36 hours', async () => {
    await subscribe();
    status = 500;
    await event({ n: 1 });
    await until(() => received.length === 1);
    await until(async () => (await state()) === 'waiting');
    await pass(0.02);
    await until(() => received.length === 2);
    status = 200;
    await until(async () => (await state()) === 'waiting');
    await pass(0.1);
    await until(async () => (await state()) === 'delivered');
    expect((await deliveries())[0]).toMatchObject({ attempts: 3, last_status: 200 });

    status = 503;
    await event({ n: 2 });
    const second = async () => (await deliveries())[1] ?? {};
    for (let attempts = 1; attempts < 20; attempts += 1) {
      await until(async () => Number((await second())['attempts']) >= attempts && (await second())['state'] !== 'sending');
      if ((await second())['state'] === 'given_up') break;
      await pass(8);
    }
    expect(await second()).toMatchObject({ state: 'given_up', attempts: 6, last_status: 503 });
  });

  it('tells of a finished report when the clock reaches its end, and of a failed one with verb fail', async () => {
    await subscribe();
    const run = String((await graph.post('/act_1/insights', { level: 'ad' })).json['report_run_id']);
    await graph.control('POST', 'faults', { method: 'POST', path: '/insights$', action: { type: 'report', outcome: 'failed' } });
    const failing = String((await graph.post('/act_1/insights', { level: 'ad' })).json['report_run_id']);
    await pass(0.5);
    await until(() => received.length === 1);
    expect(changesOf(received[0] as Received)).toEqual([
      { field: 'async_requests', value: { category: 'ads_insights', verb: 'fail', report_id: failing } },
    ]);
    await pass(0.6);
    await until(() => received.length === 2);
    expect(changesOf(received[1] as Received)).toMatchObject([{ value: { verb: 'complete', report_id: run } }]);
    expect((await graph.get(`/${run}`)).json['async_status']).toBe('Job Completed');
  });

  it('tells an account of ads with issues and of the end of IN_PROCESS, once an app subscribed to it', async () => {
    await subscribe({ object: 'ad_account', fields: ['with_issues_ad_objects', 'in_process_ad_objects'] });
    const { adId } = await buildTree(graph, 'act_9', 'ACTIVE');
    await graph.control('PUT', `ads/${adId}/review`, { outcome: 'disapproved' });
    expect((await graph.post('/act_9/subscribed_apps', { app_id: APP })).json).toEqual({ success: true });
    expect(listOf((await graph.get('/act_9/subscribed_apps')).json)).toMatchObject([{ id: APP }]);
    await graph.control('PUT', `ads/${adId}/review`, { outcome: 'in_process', seconds: 60 });
    await graph.control('PUT', `ads/${adId}/review`, { outcome: 'with_issues' });
    await pass(0.1);
    await until(() => received.flatMap(changesOf).length === 2);
    const changes = received.flatMap(changesOf).sort((one, other) => String(other['field']).localeCompare(String(one['field'])));
    expect(changes).toMatchObject([
      { field: 'with_issues_ad_objects', value: { id: adId, level: 'AD', error_code: expect.any(Number) } },
      { field: 'in_process_ad_objects', value: { id: adId, level: 'AD' } },
    ]);
    expect(JSON.parse(received[0]?.body ?? '')).toMatchObject({ object: 'ad_account', entry: [{ id: '9' }] });
    await graph.delete(`/act_9/subscribed_apps?app_id=${APP}`);
    expect(listOf((await graph.get('/act_9/subscribed_apps')).json)).toEqual([]);
  });
});

describe('FG17: webhook faults', () => {
  it('send a webhook twice, or with a wrong signature first, and leave requests alone', async () => {
    await subscribe();
    const rule = { method: 'POST', path: '^/webhooks/meta$', times: 1 };
    await graph.control('POST', 'faults', { ...rule, action: { type: 'duplicate_webhook' } });
    await event({ n: 1 });
    await until(() => received.length === 2);
    expect(received[0]).toEqual(received[1]);
    await graph.control('POST', 'faults', { ...rule, path: '.', action: { type: 'wrong_signature' } });
    expect((await graph.get('/act_1')).status).toBe(200);
    status = 401;
    await event({ n: 2 });
    await until(() => received.length === 3);
    expect(received[2]?.signature).not.toBe(signatureOf(received[2]?.body ?? '', SECRET));
    status = 200;
    await until(async () => (await deliveries())[1]?.['state'] === 'waiting');
    await pass(0.1);
    await until(() => received.length === 4);
    expect(received[3]?.signature).toBe(signatureOf(received[3]?.body ?? '', SECRET));
  });
});

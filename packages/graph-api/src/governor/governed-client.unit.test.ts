import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createGraphClient, type GraphClient } from '../client.ts';
import { type HostileServer, json, metaError, startHostileServer } from '../testing/hostile-server.ts';

const access = { adAccountId: '123', accessToken: 'token' };
const campaign = { level: 'campaign', name: 'n', fields: {}, marker: 'abcdefghijklmnop', label: 'xo:l' } as const;

let nowMs = 1_000_000_000;
let server: HostileServer;
let client: GraphClient;

beforeEach(async () => {
  nowMs = 1_000_000_000;
  server = await startHostileServer();
  client = createGraphClient({ baseUrl: server.url, version: 'v26.0', nowMs: () => nowMs });
});
afterEach(async () => {
  await client.close();
  await server.stop();
});

describe('LC18 an account that broke a policy', () => {
  it('is stopped for an hour, can be read, may still be paused and deleted, and is tried again once', async () => {
    server.reply = metaError(400, { code: 368, error_user_msg: 'Your account is restricted.' });
    expect(await client.create(access, campaign)).toMatchObject({ outcome: 'rejected', error: { class: 'POLICY' } });
    server.reply = json(200, { id: '1', success: true, effective_status: 'DELETED' });
    expect(await client.create(access, campaign)).toMatchObject({
      outcome: 'not_sent',
      error: { class: 'POLICY', origin: 'client', userMessage: 'Your account is restricted.', retryAfterMs: 3_600_000 },
    });
    expect(server.seen).toHaveLength(1);
    expect(client.accountState('act_123')).toMatchObject({ circuit: 'open', cause: 'policy', retryAtMs: nowMs + 3_600_000 });
    expect(await client.setStatus(access, '1', 'PAUSED')).toMatchObject({ ok: true });
    expect(await client.get({ ...access, adAccountId: '456' }, '1', [])).toMatchObject({ ok: true });
    expect(client.accountState('456').circuit).toBe('closed');

    nowMs += 3_600_000;
    expect(client.accountState('123').circuit).toBe('half_open');
    expect(await client.create(access, campaign)).toMatchObject({ outcome: 'confirmed' });
    expect(client.accountState('123')).toMatchObject({ circuit: 'closed', cause: null, error: null });
  });
});

describe('LC16 a call that may not go now', () => {
  const full = {
    'x-business-use-case-usage': '{"1":[{"type":"ads_management","call_count":100,"estimated_time_to_regain_access":5}]}',
  };

  it('ends at once as a value: a create as not_sent, all else as RATE_LIMIT of the client', async () => {
    server.reply = json(200, { id: '1' }, full);
    await client.get(access, '1', []);
    const startedMs = performance.now();
    const refused = { class: 'RATE_LIMIT', origin: 'client', retryAfterMs: expect.any(Number) };
    expect(await client.create(access, campaign)).toMatchObject({ outcome: 'not_sent', error: refused });
    expect(await client.get(access, '1', [])).toMatchObject({ ok: false, error: refused });
    expect(await client.setStatus(access, '1', 'ACTIVE')).toMatchObject({ ok: false, error: refused });
    expect(performance.now() - startedMs).toBeLessThan(1_000);
    expect(server.seen).toHaveLength(1);
    nowMs += 300_000;
    server.reply = json(200, { id: '1' });
    expect(await client.get(access, '1', [])).toMatchObject({ ok: true });
  });

  it('the headers of a batch count for its parts', async () => {
    const headers = [{ name: 'X-FB-Ads-Insights-Throttle', value: '{"app_id_util_pct":1,"acc_id_util_pct":99}' }];
    const part = { code: 200, headers: [], body: '{"id":"1","async_status":"Job Running","async_percent_completion":5}' };
    server.reply = json(200, [part, { ...part, headers }]);
    const polls = await client.pollReports(access, ['1', '2']);
    expect(polls.get('1')).toEqual({ ok: true, value: { status: 'Job Running', percent: 5, error: null } });
    expect(server.seen[0]?.form.get('batch')).toContain('"relative_url":"2?fields=');
    expect(await client.pollReport(access, '1')).toMatchObject({ ok: false, error: { class: 'RATE_LIMIT', origin: 'client' } });
    expect([...(await client.pollReports(access, ['1'])).values()]).toMatchObject([{ ok: false, error: { origin: 'client' } }]);
    expect(await client.accountInfo(access)).toMatchObject({ error: { origin: 'answer' } });
  });

  it('50 runs are one call, 51 are two', async () => {
    server.reply = json(200, []);
    await client.pollReports(
      access,
      Array.from({ length: 51 }, (_, index) => String(index)),
    );
    const sizes = server.seen.map(({ form }) => (JSON.parse(form.get('batch') ?? '[]') as unknown[]).length);
    expect(sizes).toEqual([50, 1]);
  });

  it('a group costs what it sent: less when it stopped early', async () => {
    const governor = { limits: { points: 100 } };
    const one = createGraphClient({ baseUrl: server.url, version: 'v26.0', nowMs: () => nowMs, governor });
    server.reply = metaError(400, { code: 100 });
    const ids = Array.from({ length: 20 }, (_, index) => String(index + 1));
    await one.setStatuses(access, ids, 'PAUSED');
    expect(one.accountState('123').usedPct).toBe(3);
    server.reply = json(200, { success: true, id: '1', effective_status: 'DELETED' });
    await one.delete(access, 'ad', '1');
    expect(one.accountState('123').usedPct).toBe(7);
    await one.close();
  });

  it('an abort is no wait', async () => {
    const aborted = { ...access, signal: AbortSignal.abort() };
    expect([...(await client.pollReports(aborted, ['1'])).values()]).toMatchObject([{ ok: false, error: { origin: 'aborted' } }]);
    expect(await client.verifyAll(aborted, [{ level: 'ad', id: '1', fields: {} }])).toMatchObject({
      error: { origin: 'aborted' },
    });
    expect(server.seen).toHaveLength(0);
  });

  it.each([{ share: 0 }, { share: 2 }, { writeReserve: 1 }, { mutationsPerSecond: 100 }, { pauseMs: -1 }])(
    'LC1: refuses the options %j at start',
    (governor) => {
      expect(() => createGraphClient({ baseUrl: server.url, version: 'v26.0', governor })).toThrow();
    },
  );
});

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createGraphClient, type GraphClient } from '../client.ts';
import { type HostileServer, json, metaError, startHostileServer } from '../testing/hostile-server.ts';

const access = { adAccountId: '123', accessToken: 'token' };
const range = { since: '2026-11-20', until: '2026-11-21', currency: 'USD' };

let server: HostileServer;
let client: GraphClient;

beforeEach(async () => {
  server = await startHostileServer();
  client = createGraphClient({ baseUrl: server.url, version: 'v26.0' });
});
afterEach(async () => {
  await client.close();
  await server.stop();
});

describe('daily insights', () => {
  it('LC20: asks for ad-level days of an inclusive range', async () => {
    server.reply = json(200, { data: [] });
    await client.dailyInsights(access, { ...range, scope: { kind: 'account' } });
    const query = server.seen[0]?.query;
    expect(server.seen[0]?.path).toBe('/v26.0/act_123/insights');
    expect(query?.get('time_range')).toBe('{"since":"2026-11-20","until":"2026-11-21"}');
    expect([query?.get('level'), query?.get('time_increment')]).toEqual(['ad', '1']);
  });

  it('asks for each ad once by its own id', async () => {
    server.reply = (request, response, message) =>
      json(200, { data: [{ ad_id: request.path.split('/')[2], date_start: '2026-11-20' }] })(request, response, message);
    const rows = await client.dailyInsights(access, { ...range, scope: { kind: 'ads', adIds: ['7', '8', '7'] } });
    expect(rows.ok && rows.value.map(({ adId }) => adId)).toEqual(['7', '8']);
  });

  it('fails whole: part of the rows must not pass for all of them', async () => {
    server.reply = (request, response, message) =>
      (request.path.includes('/8/') ? metaError(400, { code: 100, error_subcode: 1487534 }) : json(200, { data: [] }))(
        request,
        response,
        message,
      );
    const answer = await client.dailyInsights(access, { ...range, scope: { kind: 'ads', adIds: ['7', '8'] } });
    expect(answer).toMatchObject({ ok: false, error: { class: 'SHRINK' } });
    server.reply = json(200, { data: [{ ad_id: '7' }] });
    expect(await client.dailyInsights(access, { ...range, scope: { kind: 'campaign', campaignId: '1' } })).toMatchObject({
      ok: false,
    });
  });

  it('refuses an unknown currency before asking', async () => {
    const answer = await client.dailyInsights(access, { ...range, currency: 'XXX', scope: { kind: 'account' } });
    expect(answer).toMatchObject({ ok: false, error: { origin: 'client', class: 'BAD_QUERY' } });
    expect(server.seen).toHaveLength(0);
  });
});

describe('account', () => {
  it('reads status, currency, time zone and minimum', async () => {
    server.reply = json(200, {
      id: 'act_123',
      account_status: 1,
      disable_reason: 0,
      currency: 'USD',
      timezone_name: 'Europe/Berlin',
      min_daily_budget: 100,
    });
    expect(await client.accountInfo(access)).toEqual({
      ok: true,
      value: {
        adAccountId: '123',
        accountStatus: 1,
        disableReason: 0,
        currency: 'USD',
        timezoneName: 'Europe/Berlin',
        minDailyBudgetCents: 100,
      },
    });
    server.reply = json(200, { id: 'act_123' });
    expect(await client.accountInfo(access)).toMatchObject({ ok: false });
  });

  it('reads minimum budgets', async () => {
    const row = {
      currency: 'USD',
      min_daily_budget_imp: 100,
      min_daily_budget_high_freq: 500,
      min_daily_budget_low_freq: 4000,
      min_daily_budget_video_views: 100,
    };
    server.reply = json(200, { data: [row] });
    expect(await client.minimumBudgets(access)).toEqual({
      ok: true,
      value: [{ currency: 'USD', impressionsCents: 100, highFrequencyCents: 500, lowFrequencyCents: 4000, videoViewsCents: 100 }],
    });
  });
});

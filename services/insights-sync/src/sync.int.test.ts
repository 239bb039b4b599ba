import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { waitFor } from '@mao/service-kit/testing';
import { syncWindow } from './domain/window.ts';
import type { RigCampaign } from './testing/sample-events.ts';
import { openSyncRig, type SyncRig } from './testing/sync-rig.ts';

let rig: SyncRig;

beforeEach(async () => {
  rig = await openSyncRig();
});
afterEach(() => rig.close());

/** What the fake would ever report of an ad, as our events say it. */
async function truthOf(adMetaId: string): Promise<object[]> {
  const { since, until } = syncWindow(new Date(), 'UTC');
  const { data } = await rig.control<{ data: Record<string, unknown>[] }>(
    'GET',
    `/truth?ad=${adMetaId}&from=${since}&to=${until}`,
  );
  return data.map((day) => ({
    adMetaId: day['ad_id'],
    date: day['date'],
    impressions: day['impressions'],
    inlineLinkClicks: day['inline_link_clicks'],
    spendCents: day['spend_cents'],
    conversions: day['conversions'],
    revenueCents: day['revenue_cents'],
  }));
}

const closed = (rows: readonly { date: string }[]) => rows.filter(({ date }) => date < syncWindow(new Date(), 'UTC').until);

async function syncedCampaign(options?: { ads?: number }): Promise<RigCampaign> {
  const campaign = await rig.createCampaign(options);
  await rig.announce(campaign);
  await rig.completed(campaign.requestId);
  return campaign;
}

const waitingRun = (reason: string) =>
  waitFor(`a saga waiting for ${reason}`, async () => {
    const sagas = await rig.sql<{ waiting_for: string | null }>('select waiting_for from sagas');
    return sagas.find(({ waiting_for: waitingFor }) => waitingFor?.includes(reason));
  });

describe('the first sync of a campaign', () => {
  it('I15: brings every day of every ad as Meta has it, and ends the run for the orchestration', async () => {
    await rig.connect();
    const campaign = await rig.createCampaign({ ads: 2 });
    await rig.announce(campaign);
    const end = await rig.completed(campaign.requestId);
    const range = syncWindow(new Date(), 'UTC');
    expect(end).toMatchObject({ success: true, trigger: 'campaign_created', campaignId: campaign.campaignId, error: null });
    expect([end.dateRangeStart, end.dateRangeEnd]).toEqual([range.since, range.until]);
    expect(end.rowsChanged).toBe(end.rowsSynced);

    const [synced, ...others] = await rig.written('InsightsSynced');
    expect(others).toEqual([]);
    expect(synced).toMatchObject({ key: campaign.campaignId, correlationId: campaign.requestId, data: { currency: 'USD' } });
    expect(synced?.data.rows).toHaveLength(end.rowsSynced);
    for (const adMetaId of campaign.adMetaIds) {
      const rows = closed(synced?.data.rows.filter((row) => row.adMetaId === adMetaId) ?? []);
      expect(rows).toHaveLength(8);
      expect(rows).toMatchObject(closed((await truthOf(adMetaId)) as { date: string }[]));
    }
  });

  it('waits for the account when it is announced a moment later', async () => {
    const campaign = await rig.createCampaign();
    await rig.announce(campaign);
    await waitingRun('the account');
    await rig.connect();
    expect(await rig.completed(campaign.requestId)).toMatchObject({ success: true });
  });

  it('tracks no ad of a campaign that was removed, but goes on with one that needs attention', async () => {
    await rig.connect();
    const campaign = await syncedCampaign();
    await rig.fail(campaign, 'needs_attention');
    expect((await rig.completed(await rig.request())).rowsSynced).toBeGreaterThan(0);
    await rig.fail(campaign, 'cancelled');
    expect(await rig.completed(await rig.request())).toMatchObject({ success: true, rowsSynced: 0 });
  });
});

describe('a sync of the account', () => {
  it('LC20: a re-run is a no-op; a restatement sends only what changed', async () => {
    await rig.connect();
    const campaign = await syncedCampaign();
    const [adMetaId = ''] = campaign.adMetaIds;
    await rig.completed(await rig.request());
    // Today's share of delivery may have grown meanwhile.
    const again = (await rig.written('InsightsSynced')).slice(1).flatMap(({ data }) => data.rows);
    expect(closed(again)).toEqual([]);

    await rig.setTruth(adMetaId, { impressions_per_day: 2_000, rewrite_past: true });
    const end = await rig.completed(await rig.request());
    const restated = (await rig.written('InsightsSynced')).at(-1)?.data;
    expect(restated?.rows).toHaveLength(end.rowsChanged);
    expect(closed(restated?.rows ?? []).length).toBe(8);
    const stored = await rig.sql<{ impressions: string }>(`select impressions from meta_ad_insights where date < ?`, [
      end.dateRangeEnd,
    ]);
    expect(stored.map(({ impressions }) => Number(impressions))).toEqual(Array.from({ length: 8 }, () => 2_000));
  });

  it('reports campaign by campaign, and leaves out ads that are not ours', async () => {
    await rig.connect();
    const [ours, other] = [await rig.createCampaign(), await rig.createCampaign()];
    await rig.createCampaign();
    for (const campaign of [ours, other]) {
      await rig.announce(campaign);
      await rig.completed(campaign.requestId);
    }
    for (const { adMetaIds } of [ours, other]) {
      await rig.setTruth(adMetaIds[0] ?? '', { impressions_per_day: 3_000, rewrite_past: true });
    }
    await rig.completed(await rig.request());
    const keys = (await rig.written('InsightsSynced')).slice(2).map(({ key }) => key);
    expect(keys.toSorted()).toEqual([ours.campaignId, other.campaignId].toSorted());
  });

  it('is joined by requests that come while it runs; one that comes later gets its own', async () => {
    await rig.connect();
    await syncedCampaign();
    const fault = await rig.fault({ type: 'delay', ms: 600 });
    const before = await rig.readCount();
    const requests = await Promise.all([rig.request(), rig.request(), rig.request()]);
    const [end] = await Promise.all(requests.map((id) => rig.completed(id)));
    expect(end?.requestIds.toSorted()).toEqual(requests.toSorted());
    expect(await rig.readCount()).toBe(before + 1);
    await rig.removeFault(fault);

    const late = await rig.request();
    const second = await rig.completed(late);
    expect(second.requestIds).toEqual([late]);
    expect(second.syncRunId).not.toBe(end?.syncRunId);
  });

  it('without tracked ads ends at once and asks Meta nothing', async () => {
    await rig.connect();
    expect(await rig.completed(await rig.request())).toMatchObject({
      success: true,
      rowsSynced: 0,
      rowsChanged: 0,
      campaignId: null,
    });
    expect(await rig.readCount()).toBe(0);
  });

  it('of an account that stays unknown fails after a moment', async () => {
    const end = await rig.completed(await rig.request());
    expect(end).toMatchObject({ success: false, error: 'account not connected', dateRangeStart: null });
    expect(end.completedAt.getTime() - end.startedAt.getTime()).toBeGreaterThanOrEqual(2_900);
  });

  it('asks for the days of the account’s own time zone', async () => {
    await rig.connect({ timezone: 'Pacific/Kiritimati' });
    const range = syncWindow(new Date(), 'Pacific/Kiritimati');
    expect(await rig.completed(await rig.request())).toMatchObject({ dateRangeStart: range.since, dateRangeEnd: range.until });
  });
});

describe('the replica of the account', () => {
  const stored = () => rig.sql('select revision, timezone, disconnected_at is not null as gone from social_accounts');

  it('keeps the newest revision, whatever comes later', async () => {
    await rig.connect({ revision: 5 });
    await rig.connect({ revision: 4, timezone: 'Asia/Tokyo' });
    await rig.disconnect(3);
    expect(await stored()).toEqual([{ revision: 5, timezone: 'UTC', gone: false }]);
    await rig.disconnect(6);
    await rig.connect({ revision: 5 });
    expect(await stored()).toEqual([{ revision: 6, timezone: 'UTC', gone: true }]);
    await rig.connect({ revision: 7 });
    expect(await stored()).toEqual([{ revision: 7, timezone: 'UTC', gone: false }]);
  });
});

describe('when Meta does not answer as hoped', () => {
  let request: string;
  beforeEach(async () => {
    await rig.connect();
    await syncedCampaign();
  });

  it('a throttle is waited for and uses up no try', async () => {
    await rig.fault({ type: 'throttle', minutes: 0.01 }, 1);
    request = await rig.request();
    await waitingRun('throttled');
    expect(await rig.completed(request)).toMatchObject({ success: true });
  });

  it('a refused token waits until a new one comes', async () => {
    await rig.control('POST', '/tokens', { token: rig.token, accounts: ['act_123'], valid: false });
    request = await rig.request();
    await waitingRun('access token');
    await rig.connect({ revision: 2, token: 'a-new-token' });
    expect(await rig.completed(request)).toMatchObject({ success: true });
  });

  it('a run that waits for a token ends when the account is disconnected', async () => {
    await rig.fault({ type: 'error', status: 401, code: 190 });
    request = await rig.request();
    await waitingRun('access token');
    await waitFor('the grace for new accounts to be over', async () => {
      const [row] = await rig.sql<{ over: boolean }>(`select max(started_at) < now() - interval '3 s' as over from sync_runs`);
      return row?.over;
    });
    await rig.disconnect(2);
    expect(await rig.completed(request)).toMatchObject({ success: false, error: 'account not connected' });
    expect(await rig.sql(`select sealed_access_token as token from social_accounts`)).toEqual([{ token: '' }]);
  });

  it('what may pass is tried again', async () => {
    await rig.fault({ type: 'error', status: 500, code: 2, is_transient: true }, 3);
    expect(await rig.completed(await rig.request())).toMatchObject({ success: true });
  });

  it('gives up after the last try, in Meta’s words', async () => {
    await rig.fault({ type: 'error', status: 500, code: 2, is_transient: true, user_msg: 'Please retry later.' });
    const before = await rig.readCount();
    expect(await rig.completed(await rig.request())).toMatchObject({
      success: false,
      error: 'Please retry later.',
      rowsSynced: 0,
    });
    expect(await rig.readCount()).toBe(before + 4);
  });

  it('a refusal ends the run at once, and the next request starts afresh', async () => {
    const fault = await rig.fault({ type: 'error', status: 403, code: 200, user_msg: 'You lack a permission.' });
    const before = await rig.readCount();
    expect(await rig.completed(await rig.request())).toMatchObject({ success: false, error: 'You lack a permission.' });
    expect(await rig.readCount()).toBe(before + 1);
    expect(await rig.sql(`select state, error from sync_runs where state = 'failed'`)).toHaveLength(1);
    await rig.removeFault(fault);
    expect(await rig.completed(await rig.request())).toMatchObject({ success: true });
  });

  it('LC2: the token stands nowhere in clear', async () => {
    await rig.fault({ type: 'error', status: 403, code: 200 });
    await rig.completed(await rig.request());
    const tables = ['social_accounts', 'sync_runs', 'sagas', 'saga_steps', 'outbox'];
    for (const table of tables) {
      const rows = await rig.sql<{ text: string }>(`select t::text as text from ${table} t`);
      expect(rows.length).toBeGreaterThan(0);
      expect(rows.some(({ text }) => text.includes(rig.token) || text.includes(Buffer.from(rig.token).toString('hex')))).toBe(
        false,
      );
    }
  });
});

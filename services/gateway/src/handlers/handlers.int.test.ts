import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ClipPublished, Events } from '@mao/contracts';
import { newId } from '@mao/service-kit';
import { writeAtOnce } from '@mao/service-kit/testing';
import { type GatewayRig, openGatewayRig } from '../testing/gateway-rig.ts';
import { campaignCreated, campaignFailed, requestRejected, stepCompleted, syncCompleted } from '../testing/sample-events.ts';

let rig: GatewayRig;
beforeAll(async () => {
  rig = await openGatewayRig();
}, 30_000);
afterAll(() => rig?.close());

const TABLES = ['operations', 'campaigns', 'campaign_ads', 'campaign_steps', 'insights_daily', 'alerts', 'clips'];
/** When something became known is not what became known. */
const TIMES = ['completed_at', 'completedAt', 'duration_seconds'];

async function state(): Promise<unknown> {
  const tables = await Promise.all(TABLES.map((table) => rig.sql(`select * from ${table} order by 1, 2, 3`)));
  return JSON.parse(JSON.stringify(tables, (key, value: unknown) => (TIMES.includes(key) ? undefined : value)));
}

const clipPublished = (clipId: string, change: Partial<ClipPublished> = {}): ClipPublished => ({
  clipId,
  socialAccountId: newId(),
  title: 'A clip',
  videoUrl: 'https://cdn.example.com/a.mp4',
  thumbnailUrl: 'https://cdn.example.com/a.jpg',
  durationMs: 1_000,
  publishedAt: new Date('2026-03-01T00:00:00Z'),
  ...change,
});

const alert = (alertId: string, raisedAt: string): Events['AlertRaised'] => ({
  alertId,
  socialAccountId: newId(),
  kind: 'campaign_needs_attention',
  severity: 'critical',
  subjectType: 'campaign',
  subjectId: newId(),
  message: raisedAt,
  whatToDo: 'Look.',
  raisedAt: new Date(raisedAt),
});
const resolved = (alertId: string): Events['AlertResolved'] => ({
  alertId,
  socialAccountId: newId(),
  resolvedAt: new Date(),
  reason: 'resumed',
});

describe('every handler, given the same event again, changes nothing more', () => {
  it('of a run that succeeds', async () => {
    const run = await rig.accept();
    const row = {
      adId: newId(),
      adMetaId: '9',
      date: '2026-03-01',
      impressions: 1_000,
      clicks: 60,
      inlineLinkClicks: 50,
      spendCents: 100,
      conversions: null,
      revenueCents: 0,
      reach: null,
      attributionSetting: 'default',
    };
    const common = { campaignId: run.campaignId, socialAccountId: run.accountId };
    const events: [keyof Events, Events[keyof Events]][] = [
      ['CampaignStepCompleted', stepCompleted(run)],
      ['CampaignStepCompleted', stepCompleted(run, { step: 'ad_set', position: 2, state: 'waiting', waitingFor: 'Meta' })],
      ['CampaignCreated', campaignCreated(run)],
      ['CampaignActivated', { ...common, requestId: run.requestId, activatedAt: new Date() }],
      ['InsightsSynced', { ...common, syncRunId: newId(), currency: 'USD', timezone: 'UTC', rows: [row], syncedAt: new Date() }],
      ['InsightsSyncCompleted', syncCompleted(run)],
      ['AlertRaised', alert(newId(), '2026-03-01T00:00:00Z')],
    ];
    for (const [type, data] of events) {
      await rig.deliver(type, data);
      const once = await state();
      await rig.deliver(type, data);
      expect([type, await state()]).toEqual([type, once]);
    }
  });

  it('of runs that fail or are refused', async () => {
    const failed = await rig.accept();
    const refused = await rig.accept();
    const events: [keyof Events, Events[keyof Events]][] = [
      ['CampaignFailed', campaignFailed(failed, 'failed')],
      ['RequestRejected', requestRejected(refused.requestId, refused.campaignId)],
      ['ClipPublished', clipPublished(newId())],
      ['ClipWithdrawn', { clipId: newId(), socialAccountId: null, withdrawnAt: new Date() }],
    ];
    for (const [type, data] of events) {
      await rig.deliver(type, data);
      const once = await state();
      await rig.deliver(type, data);
      expect([type, await state()]).toEqual([type, once]);
    }
  });

  it('of campaigns the gateway never heard of: nothing breaks', async () => {
    const stranger = { accountId: newId(), clipId: newId(), campaignId: newId(), requestId: newId() };
    await rig.deliver('CampaignStepCompleted', stepCompleted(stranger));
    await rig.deliver('CampaignCreated', campaignCreated(stranger));
    await rig.deliver('CampaignFailed', campaignFailed(stranger, 'failed'));
    await rig.deliver('RequestRejected', requestRejected(newId(), newId()));
  });
});

describe('clips', () => {
  const runWith = async (accountId: string, clipId: string) => {
    const body = { social_account_id: accountId, clip_id: clipId, campaign_name: 'x', campaign_objective: 'OUTCOME_TRAFFIC' };
    const rest = { daily_budget_cents: 500, creative_title: 'x', landing_url: 'https://example.com/', dry_run: true };
    return rig.call('POST', '/meta/orchestrate/run', { ...body, ...rest, optimization_goal: 'LINK_CLICKS' });
  };

  it('withdrawn before they were published stay withdrawn', async () => {
    const accountId = await rig.connect();
    const clipId = newId();
    await rig.deliver('ClipWithdrawn', { clipId, socialAccountId: null, withdrawnAt: new Date() });
    await rig.deliver('ClipPublished', clipPublished(clipId, { socialAccountId: accountId }));
    const answer = await runWith(accountId, clipId);
    expect([answer.status, answer.body.code]).toEqual([404, 'clip-not-found']);
    expect((await rig.call('DELETE', `/clips/${clipId}`)).status).toBe(404);
  });

  it('published upstream while a request waits for them are found', async () => {
    const accountId = await rig.connect();
    const clipId = newId();
    const asked = runWith(accountId, clipId);
    await rig.deliver('ClipPublished', clipPublished(clipId, { socialAccountId: accountId }));
    expect((await asked).status).toBe(200);
  });

  it('published anew are not set back by the event of the first publication', async () => {
    const accountId = await rig.connect();
    const clipId = await rig.publishClip(accountId);
    const [first] = (await rig.written('ClipPublished')).filter(({ data }) => data.clipId === clipId);
    const body = { clip_id: clipId, social_account_id: accountId, title: 'Second', duration_ms: 1 };
    const urls = { video_url: 'https://example.com/v', thumbnail_url: 'https://example.com/t' };
    expect((await rig.call('POST', '/clips', { ...body, ...urls })).status).toBe(201);
    if (first === undefined) throw new Error('no event');
    await rig.deliver('ClipPublished', first.data);
    expect(await rig.sql('select title from clips where id = ?', [clipId])).toEqual([{ title: 'Second' }]);
  });

  it('are withdrawn once, however many ask at the same time', async () => {
    const clipId = await rig.publishClip(await rig.connect());
    const answers = await writeAtOnce(rig.orm, { table: 'clips', count: 5 }, () =>
      Promise.all(Array.from({ length: 5 }, () => rig.call('DELETE', `/clips/${clipId}`))),
    );
    expect(answers.map(({ status }) => status).toSorted()).toEqual([204, 404, 404, 404, 404]);
    expect((await rig.written('ClipWithdrawn')).filter(({ data }) => data.clipId === clipId)).toHaveLength(1);
  });

  it('of another account, or withdrawn ones, cannot be taken over', async () => {
    const clipId = await rig.publishClip(await rig.connect());
    const thief = { clip_id: clipId, social_account_id: await rig.connect(), title: 'Mine', duration_ms: 1 };
    const urls = { video_url: 'https://example.com/v', thumbnail_url: 'https://example.com/t' };
    const answer = await rig.call('POST', '/clips', { ...thief, ...urls });
    expect([answer.status, answer.body.code]).toEqual([409, 'clip-id-taken']);
    expect((await rig.written('ClipPublished')).filter(({ data }) => data.clipId === clipId)).toHaveLength(1);
  });
});

describe('alerts', () => {
  it('raised again after they were resolved are open again; repeated ones keep their first time', async () => {
    const id = newId();
    const view = async () => {
      const { body } = await rig.call('GET', '/alerts?limit=200');
      return body.data.find((one: { id: string }) => one.id === id);
    };
    await rig.deliver('AlertRaised', alert(id, '2026-03-01T00:00:00.000Z'));
    await rig.deliver('AlertRaised', alert(id, '2026-03-02T00:00:00.000Z'));
    expect(await view()).toMatchObject({ raised_at: '2026-03-01T00:00:00.000Z', resolved_at: null });
    await rig.deliver('AlertResolved', resolved(id));
    expect(await view()).toMatchObject({ resolved_at: expect.any(String) });
    await rig.deliver('AlertRaised', alert(id, '2026-03-03T00:00:00.000Z'));
    expect(await view()).toMatchObject({ raised_at: '2026-03-03T00:00:00.000Z', resolved_at: null });
  });
});

describe('a synced account', () => {
  it.each([
    [true, 'succeeded'],
    [false, 'failed'],
  ])('success %s: the operation that asked for it is %s and shows the result', async (success, expected) => {
    const accountId = await rig.connect();
    const { body: queued } = await rig.call('POST', `/meta/orchestrate/sync-insights/${accountId}`);
    const ended = syncCompleted({ accountId, requestId: queued.operation_id }, { success, error: success ? null : 'no' });
    await rig.deliver('InsightsSyncCompleted', ended);
    const { body } = await rig.call('GET', `/operations/${queued.operation_id}`);
    expect(body).toMatchObject({
      kind: 'insights_sync',
      state: expected,
      result: { insights_synced: 7, rows_changed: 3, success },
    });
  });

  it('joined by several requests ends all of them', async () => {
    const accountId = await rig.connect();
    const asked = await Promise.all([1, 2, 3].map(() => rig.call('POST', `/meta/orchestrate/sync-insights/${accountId}`)));
    const requestIds = asked.map(({ body }) => body.operation_id as string);
    await rig.deliver('InsightsSyncCompleted', syncCompleted({ accountId, requestId: '' }, { requestIds }));
    for (const id of requestIds) expect((await rig.call('GET', `/operations/${id}`)).body.state).toBe('succeeded');
  });
});

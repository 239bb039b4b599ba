import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { waitFor, writeAtOnce } from '@mao/service-kit/testing';
import { type GatewayRig, openGatewayRig } from '../testing/gateway-rig.ts';
import { campaignCreated, campaignFailed, requestRejected, stepCompleted } from '../testing/sample-events.ts';

let rig: GatewayRig;
beforeAll(async () => {
  rig = await openGatewayRig();
}, 30_000);
afterAll(() => rig?.close());

const ask = (verb: 'cancel' | 'resume', campaignId: string, headers: Record<string, string> = { prefer: 'respond-async' }) =>
  rig.call('POST', `/meta/campaigns/${campaignId}/${verb}`, undefined, headers);
const operation = async (id: string) => (await rig.call('GET', `/operations/${id}`)).body;
const cancelled = async () => {
  const run = await rig.accept();
  const { status, body } = await ask('cancel', run.campaignId);
  expect([status, body]).toEqual([202, expect.objectContaining({ kind: 'campaign_cancel', campaign_id: run.campaignId })]);
  return { run, id: body.id as string };
};
const resumed = async () => {
  const run = await rig.accept();
  await rig.deliver('CampaignFailed', campaignFailed(run, 'needs_attention'));
  const { status, body } = await ask('resume', run.campaignId);
  expect([status, body.kind]).toEqual([202, 'campaign_resume']);
  return { run, id: body.id as string };
};

const operationId = (campaignId: string): Promise<string> =>
  waitFor('the cancel request to be accepted', async () => {
    const [row] = await rig.sql<{ id: string }>(`select id from operations where aggregate_id = ? and kind = 'campaign_cancel'`, [
      campaignId,
    ]);
    return row?.id;
  });

describe('cancel', () => {
  it('answers with what was removed once the campaign is cancelled', async () => {
    const run = await rig.accept();
    const waits = ask('cancel', run.campaignId, { prefer: 'wait=20' });
    await operationId(run.campaignId);
    await rig.deliver('CampaignFailed', campaignFailed(run, 'cancelled'));
    expect(await waits).toMatchObject({
      status: 200,
      body: { campaign_id: run.campaignId, status: 'cancelled', compensation: { complete: true, removed: [{ meta_id: '1' }] } },
    });
  });

  it.each([
    ['failed', 'failed'],
    ['needs_attention', 'needs_attention'],
    ['cancelled', 'succeeded'],
  ] as const)('ends with a campaign that is %s as %s', async (end, state) => {
    const { run, id } = await cancelled();
    await rig.deliver('CampaignFailed', campaignFailed(run, end));
    expect(await operation(id)).toMatchObject({ state, result: { campaign_id: run.campaignId, status: end } });
  });

  it('that comes too late for a campaign that was built is refused, not left open', async () => {
    const { run, id } = await cancelled();
    await rig.deliver('CampaignCreated', campaignCreated(run));
    const expected = {
      status: 409,
      code: 'already-finished',
      type: '/problems/already-finished',
      title: 'Conflict',
      retryable: false,
    };
    expect(await operation(id)).toMatchObject({ state: 'failed', result: null, problem: expected });
  });

  it('shows that it moves while the campaign is being undone', async () => {
    const { run, id } = await cancelled();
    await rig.deliver('CampaignStepCompleted', stepCompleted(run, { state: 'waiting', waitingFor: 'the next try' }));
    expect(await operation(id)).toMatchObject({ state: 'waiting', waiting_for: 'the next try' });
  });

  it.each(['failed', 'cancelled', 'needs_attention'] as const)('of a %s campaign is 409, and no event goes out', async (end) => {
    const run = await rig.accept();
    await rig.deliver('CampaignFailed', campaignFailed(run, end));
    const answer = await ask('cancel', run.campaignId);
    expect([answer.status, answer.body.code]).toEqual([409, 'already-finished']);
    const events = await rig.written('CampaignCancelRequested');
    expect(events.filter(({ data }) => data.campaignId === run.campaignId)).toEqual([]);
  });
});

describe('resume', () => {
  it.each([
    ['failed', 'failed'],
    ['cancelled', 'succeeded'],
    ['needs_attention', 'needs_attention'],
  ] as const)('ends with a campaign that is then %s as %s', async (end, state) => {
    const { run, id } = await resumed();
    await rig.deliver('CampaignFailed', campaignFailed(run, end));
    expect(await operation(id)).toMatchObject({ state, result: { status: end, compensation: expect.anything() } });
  });

  it('ends well when the campaign is built after all', async () => {
    const { run, id } = await resumed();
    await rig.deliver('CampaignCreated', campaignCreated(run));
    expect(await operation(id)).toMatchObject({ state: 'succeeded', result: { status: 'succeeded', compensation: null } });
    const { body } = await rig.call('GET', `/meta/campaigns/${run.campaignId}`);
    expect(body).toMatchObject({ state: 'succeeded', error: null, compensation: null });
  });

  it('of a campaign that needs no attention is 409', async () => {
    const { campaignId } = await rig.accept();
    const answer = await ask('resume', campaignId);
    expect([answer.status, answer.body.code]).toEqual([409, 'not-resumable']);
  });
});

describe('a request its owner refuses', () => {
  it('becomes the problem answer of the waiting request, of its replay and of the operation', async () => {
    const run = await rig.accept();
    const key = { 'idempotency-key': 'refused', prefer: 'wait=20' };
    const sent = ask('cancel', run.campaignId, key);
    const id = await operationId(run.campaignId);
    await rig.deliver('RequestRejected', { ...requestRejected(id, run.campaignId), pointer: null });
    const first = await sent;
    const again = await ask('cancel', run.campaignId, key);
    for (const answer of [first, again]) {
      expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
      expect(answer).toMatchObject({
        status: 409,
        body: { code: 'account-disabled', status: 409, request_id: answer.headers.get('x-request-id') },
      });
    }
    expect([first, again].map(({ headers }) => headers.get('idempotency-replayed'))).toEqual([null, 'true']);
    expect(await operation(id)).toMatchObject({ state: 'failed', result: null, problem: { code: 'account-disabled' } });
  });

  it('a run points at the field, fails with its campaign, and frees its share of the budget cap', async () => {
    const accountId = await rig.connect({ daily_budget_cap_cents: 15_000 });
    const run = await rig.accept({ social_account_id: accountId });
    await expect(rig.accept({ social_account_id: accountId })).rejects.toThrow(/budget-cap-exceeded/);
    await rig.deliver('RequestRejected', requestRejected(run.requestId, run.campaignId));
    expect((await operation(run.requestId)).problem.errors).toEqual([
      { pointer: '/social_account_id', detail: expect.any(String) },
    ]);
    expect((await rig.call('GET', `/meta/campaigns/${run.campaignId}`)).body.state).toBe('failed');
    await rig.accept({ social_account_id: accountId });
  });
});

describe('the budget cap', () => {
  const cap = { daily_budget_cap_cents: 25_000 };

  it.each([
    ['failed', true],
    ['cancelled', true],
    ['needs_attention', false],
  ] as const)('a %s campaign frees its share: %s', async (end, frees) => {
    const accountId = await rig.connect(cap);
    const run = await rig.accept({ social_account_id: accountId });
    await rig.accept({ social_account_id: accountId });
    await rig.deliver('CampaignFailed', campaignFailed(run, end));
    const next = rig.accept({ social_account_id: accountId });
    if (frees) await next;
    else await expect(next).rejects.toThrow(/budget-cap-exceeded/);
  });

  it('a campaign that is over frees its share', async () => {
    const accountId = await rig.connect(cap);
    const end = new Date(Date.now() + 5 * 86_400_000).toISOString();
    const run = await rig.accept({ social_account_id: accountId, daily_budget_cents: 25_000, end_time: end });
    await expect(rig.accept({ social_account_id: accountId })).rejects.toThrow(/budget-cap-exceeded/);
    await rig.sql(`update campaigns set ends_at = now() - interval '1 second' where id = ?`, [run.campaignId]);
    await rig.accept({ social_account_id: accountId });
  });

  it('of twenty requests at once no more pass than fit under it', async () => {
    const accountId = await rig.connect({ daily_budget_cap_cents: 30_000 });
    const all = await writeAtOnce(rig.orm, { table: 'operations', count: 10 }, () =>
      Promise.allSettled(Array.from({ length: 20 }, () => rig.accept({ social_account_id: accountId }))),
    );
    expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { waitFor } from '@mao/service-kit/testing';
import { Operation } from '../entities/operation.ts';
import { runBody } from '../testing/gateway-caller.ts';
import { type GatewayProcess, type GatewayRig, openGatewayRig } from '../testing/gateway-rig.ts';
import { campaignFailed } from '../testing/sample-events.ts';

let rig: GatewayRig;
let other: GatewayProcess;
beforeAll(async () => {
  rig = await openGatewayRig();
  other = await rig.startAnother();
}, 30_000);
afterAll(() => rig?.close());

const LONG_MS = 20_000;
const never = new AbortController().signal;

async function accepted() {
  const run = await rig.accept();
  return { run, operation: await rig.orm.em.fork().findOneOrFail(Operation, run.requestId) };
}

/** Two listeners of this database: both processes hear. */
const listening = () =>
  waitFor('both processes to listen', async () => {
    const [row] = await rig.sql<{ n: string }>(
      `select count(*) as n from pg_stat_activity where datname = current_database() and application_name like '%:notify'`,
    );
    return Number(row?.n) >= 2;
  });

describe('waiting for an outcome', () => {
  it('a request that waits in one process hears of the end that another process folded', async () => {
    await listening();
    const { run, operation } = await accepted();
    const waits = other.context.waiters.wait(operation, LONG_MS, never);
    await rig.deliver('CampaignFailed', campaignFailed(run, 'failed'));
    expect(await waits).toMatchObject({ id: operation.id, state: 'failed', answerStatus: 200 });
  });

  it('a lost notification costs a moment only: the poll finds the end', async () => {
    const { operation } = await accepted();
    const waits = rig.context.waiters.wait(operation, LONG_MS, never);
    await rig.sql(`update operations set state = 'cancelled' where id = ?`, [operation.id]);
    const startedMs = Date.now();
    expect((await waits).state).toBe('cancelled');
    expect(Date.now() - startedMs).toBeLessThan(3_000);
  });

  it('an end before the wait began is found at once', async () => {
    const { operation } = await accepted();
    await rig.sql(`update operations set state = 'failed' where id = ?`, [operation.id]);
    expect((await rig.context.waiters.wait(operation, LONG_MS, never)).state).toBe('failed');
  });

  it('many requests can wait for one operation', async () => {
    const { run, operation } = await accepted();
    const all = Promise.all(Array.from({ length: 20 }, () => rig.context.waiters.wait(operation, LONG_MS, never)));
    await rig.deliver('CampaignFailed', campaignFailed(run, 'cancelled'));
    expect(new Set((await all).map(({ state }) => state))).toEqual(new Set(['cancelled']));
  });

  it('when the time runs out, the newest state comes back', async () => {
    const { operation } = await accepted();
    await rig.sql(`update operations set state = 'running' where id = ?`, [operation.id]);
    expect((await rig.context.waiters.wait(operation, 50, never)).state).toBe('running');
    expect((await rig.context.waiters.wait(operation, 0, never)).state).toBe('accepted');
  });

  it('a caller who is gone is not waited for, and their operation ends all the same', async () => {
    const { run, operation } = await accepted();
    const gone = new AbortController();
    const waits = rig.context.waiters.wait(operation, LONG_MS, gone.signal);
    gone.abort();
    expect((await waits).state).toBe('accepted');
    await rig.deliver('CampaignFailed', campaignFailed(run, 'failed'));
    expect((await rig.call('GET', `/operations/${operation.id}`)).body.state).toBe('failed');
  });

  it('a process that stops lets its requests go with 202, and nobody wait any more', async () => {
    const stopping = await rig.startAnother();
    const accountId = await rig.connect();
    const body = runBody(accountId, await rig.publishClip(accountId));
    const asked = stopping.call('POST', '/meta/orchestrate/run', body, { prefer: 'wait=60' });
    await waitFor('the run to be accepted', async () => {
      const [row] = await rig.sql<{ n: string }>('select count(*) as n from campaigns where social_account_id = ?', [accountId]);
      return row?.n === '1';
    });
    stopping.context.waiters.close();
    expect((await asked).status).toBe(202);
    expect((await stopping.call('POST', '/meta/orchestrate/run', body, { prefer: 'wait=60' })).status).toBe(202);
  });
});

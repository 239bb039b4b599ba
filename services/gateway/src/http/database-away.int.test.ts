import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { waitFor, writeAtOnce } from '@mao/service-kit/testing';
import { TOKEN } from '../testing/gateway-caller.ts';
import { type GatewayRig, openGatewayRig } from '../testing/gateway-rig.ts';

let rig: GatewayRig;
beforeAll(async () => {
  rig = await openGatewayRig();
}, 30_000);
afterAll(() => rig?.close());

async function whileAway(work: () => Promise<void>): Promise<void> {
  rig.proxy.cut();
  try {
    await work();
  } finally {
    rig.proxy.mend();
  }
}

describe('without its database', () => {
  it('every endpoint says 503 with Retry-After, and works again afterwards', async () => {
    const accountId = await rig.connect();
    await whileAway(async () => {
      for (const [method, path] of [
        ['GET', '/meta/accounts'],
        ['POST', `/meta/orchestrate/sync-insights/${accountId}`],
        ['DELETE', `/meta/accounts/${accountId}`],
      ] as const) {
        const answer = await rig.call(method, path);
        expect(answer).toMatchObject({ status: 503, body: { code: 'unavailable', status: 503, retryable: true } });
        expect(answer.headers.get('retry-after')).toBe('1');
        expect(JSON.stringify(answer.body)).not.toMatch(/select|connect|pg_|database "/i);
      }
    });
    expect((await rig.call('GET', `/meta/accounts/${accountId}`)).status).toBe(200);
  });

  it('what was accepted is never answered as if it was not: 202 when the outcome cannot be read', async () => {
    const accountId = await rig.connect();
    const clipId = await rig.publishClip(accountId);
    const body = {
      social_account_id: accountId,
      clip_id: clipId,
      campaign_name: 'x',
      campaign_objective: 'OUTCOME_TRAFFIC',
      daily_budget_cents: 500,
      creative_title: 'x',
      landing_url: 'https://example.com/',
      optimization_goal: 'LINK_CLICKS',
    };
    const asked = rig.call('POST', '/meta/orchestrate/run', body, { prefer: 'wait=2' });
    let answered = false;
    void asked.finally(() => {
      answered = true;
    });
    await waitFor('the run to be accepted', async () => {
      const [row] = await rig.sql<{ n: string }>('select count(*) as n from campaigns where social_account_id = ?', [accountId]);
      return row?.n === '1';
    });
    await whileAway(async () => {
      expect(answered).toBe(false);
      expect(await asked).toMatchObject({ status: 202, body: { kind: 'campaign_run', state: 'accepted', steps: [] } });
    });
    const { body: operation } = await asked;
    expect((await rig.call('GET', `/operations/${operation.id}`)).body.state).toBe('accepted');
  });
});

describe('the access token', () => {
  it('is in no table and no answer in clear, and comes back from its ciphertext for its own account only', async () => {
    const accountId = await rig.connect();
    const otherId = await rig.connect();
    const answers = await Promise.all(['/meta/accounts', `/meta/accounts/${accountId}`].map((path) => rig.call('GET', path)));
    expect(JSON.stringify(answers)).not.toMatch(/EAAB|token|sealed/);
    const [event] = (await rig.written('SocialAccountConnected')).filter(({ data }) => data.socialAccountId === accountId);
    const sealed = event?.data.sealedAccessToken ?? '';
    expect(rig.context.cipher.decrypt(sealed, accountId)).toBe(TOKEN);
    expect(() => rig.context.cipher.decrypt(sealed, otherId)).toThrow();
    const tables = await rig.sql<{ name: string }>(
      `select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'`,
    );
    for (const { name } of tables) {
      const rows = await rig.sql<{ text: string }>(`select t::text as text from "${name}" t where t::text like '%${TOKEN}%'`);
      const hex = await rig.sql(`select 1 from "${name}" t where t::text like '%${Buffer.from(TOKEN).toString('hex')}%'`);
      expect([name, rows.length, hex.length]).toEqual([name, 0, 0]);
    }
  });

  it('is forgotten when the account is disconnected', async () => {
    const accountId = await rig.connect();
    expect((await rig.call('DELETE', `/meta/accounts/${accountId}`)).status).toBe(204);
    expect(await rig.sql('select sealed_access_token as sealed from accounts where id = ?', [accountId])).toEqual([
      { sealed: '' },
    ]);
    expect((await rig.call('GET', `/meta/accounts/${accountId}`)).status).toBe(404);
    expect((await rig.call('DELETE', `/meta/accounts/${accountId}`)).status).toBe(404);
  });
});

describe('connecting at the same time', () => {
  it('one PUT connects and the others change; revisions count on without a gap', async () => {
    const [{ id } = { id: '' }] = await rig.sql<{ id: string }>('select gen_random_uuid() as id');
    const body = {
      ad_account_id: '1',
      page_id: '2',
      currency: 'USD',
      timezone: 'UTC',
      default_countries: ['US'],
      access_token: 'x',
    };
    const answers = await writeAtOnce(rig.orm, { table: 'accounts', count: 10 }, () =>
      Promise.all(Array.from({ length: 10 }, () => rig.call('PUT', `/meta/accounts/${id}`, body))),
    );
    expect(answers.map(({ status }) => status).toSorted()).toEqual([...Array<number>(9).fill(200), 201]);
    const events = (await rig.written('SocialAccountConnected')).filter(({ data }) => data.socialAccountId === id);
    expect(events.map(({ data }) => data.revision)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  });
});

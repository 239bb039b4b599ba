import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createGraphClient, type GraphClient } from '../client.ts';
import { type HostileServer, json, metaError, startHostileServer } from '../testing/hostile-server.ts';

const SECRET = 'the-app-secret';
const TOKEN = 'EAAB-the-token';

let server: HostileServer;
let client: GraphClient;

beforeEach(async () => {
  server = await startHostileServer();
  client = createGraphClient({ baseUrl: server.url, version: 'v26.0', appId: '900', appSecret: SECRET });
});
afterEach(async () => {
  await client.close();
  await server.stop();
});

describe('LC29 looking at tokens', () => {
  it("reads debug_token in the app's own name", async () => {
    const data = {
      app_id: '900',
      type: 'SYSTEM_USER',
      is_valid: true,
      expires_at: 0,
      data_access_expires_at: 1_800_000_000,
      scopes: ['ads_read'],
      granular_scopes: [{ scope: 'ads_read', target_ids: ['123'] }, { scope: 'pages_manage_ads' }],
      user_id: '42',
    };
    server.reply = json(200, { data });
    expect(await client.debugToken(TOKEN)).toEqual({
      ok: true,
      value: {
        appId: '900',
        type: 'SYSTEM_USER',
        isValid: true,
        expiresAtMs: null,
        dataAccessExpiresAtMs: 1_800_000_000_000,
        scopes: ['ads_read'],
        targets: { ads_read: ['123'] },
        userId: '42',
        error: null,
      },
    });
    expect(server.seen[0]?.headers['authorization']).toBe(`Bearer 900|${SECRET}`);
    expect(server.seen[0]?.query.get('input_token')).toBe(TOKEN);
  });

  it('gets a new token, whatever it looks like', async () => {
    server.reply = json(200, { access_token: `${TOKEN}-renewed`, expires_in: 5_184_000 });
    expect(await client.exchangeToken(TOKEN)).toEqual({
      ok: true,
      value: { accessToken: `${TOKEN}-renewed`, expiresInMs: 5_184_000_000 },
    });
    expect(server.seen[0]?.query.get('set_token_expires_in_60_days')).toBe('true');
  });

  it('LC2: a refusal shows neither token nor secret', async () => {
    server.reply = metaError(400, { code: 190, message: `bad token ${TOKEN} of ${SECRET}`, error_user_msg: TOKEN });
    for (const answer of [await client.debugToken(TOKEN), await client.exchangeToken(TOKEN)]) {
      expect(answer).toMatchObject({ ok: false, error: { class: 'AUTH' } });
      expect(JSON.stringify(answer)).not.toContain(TOKEN);
      expect(JSON.stringify(answer)).not.toContain(SECRET);
    }
  });

  it('refuses without the app’s id and secret, before any call', async () => {
    const bare = createGraphClient({ baseUrl: server.url, version: 'v26.0' });
    expect(await bare.debugToken(TOKEN)).toMatchObject({ ok: false, error: { origin: 'client' } });
    expect(await bare.exchangeToken(TOKEN)).toMatchObject({ ok: false, error: { origin: 'client' } });
    expect(server.seen).toHaveLength(0);
    await bare.close();
  });

  it('one call a minute while the token is refused, at once with another, and the state can be read', async () => {
    let nowMs = 1_000_000;
    const timed = createGraphClient({ baseUrl: server.url, version: 'v26.0', nowMs: () => nowMs });
    const access = { adAccountId: '123', accessToken: TOKEN };
    server.reply = metaError(400, { code: 190, error_subcode: 463, error_user_msg: 'Session expired' });
    for (let second = 0; second < 180; second += 1) {
      await timed.get(access, '1', []);
      nowMs += 1_000;
    }
    expect(server.seen).toHaveLength(3);
    expect(await timed.get(access, '1', [])).toMatchObject({ ok: false });
    expect(timed.accountState('act_123')).toMatchObject({
      circuit: 'open',
      cause: 'auth',
      error: { userMessage: 'Session expired' },
    });
    server.reply = json(200, { id: '1' });
    expect(await timed.get({ ...access, accessToken: 'EAAB-another' }, '1', [])).toMatchObject({ ok: true });
    expect(timed.accountState('123')).toMatchObject({ circuit: 'closed', cause: null });
    await timed.close();
  });
});

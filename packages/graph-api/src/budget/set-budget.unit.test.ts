import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createGraphClient, type GraphClient } from '../client.ts';
import { type HostileServer, json, metaError, startHostileServer } from '../testing/hostile-server.ts';
import { createMemoryChangeLedger, HOUR_MS, reserveChange } from './change-ledger.ts';

const access = { adAccountId: '123', accessToken: 'token' };
const change = { adSetId: '5', kind: 'daily', cents: 5_000 } as const;
const NOW = Date.parse('2026-11-23T12:00:00Z');

let server: HostileServer;
let client: GraphClient;
let nowMs = NOW;

beforeEach(async () => {
  nowMs = NOW;
  server = await startHostileServer(json(200, { success: true }));
  client = createGraphClient({ baseUrl: server.url, version: 'v26.0', nowMs: () => nowMs });
});
afterEach(async () => {
  await client.close();
  await server.stop();
});

describe('LC19 four budget changes an hour and ad set', () => {
  it('sends four, refuses the fifth with reason and time, and goes on after an hour', async () => {
    for (let count = 0; count < 4; count += 1) {
      expect(await client.setBudget(access, change)).toEqual({ ok: true, value: null });
      nowMs += 60_000;
    }
    expect(await client.setBudget(access, change)).toMatchObject({
      ok: false,
      error: {
        class: 'RATE_LIMIT',
        origin: 'client',
        retryAfterMs: HOUR_MS - 4 * 60_000,
        message: expect.stringContaining('the next is possible at 2026-11-23T13:00:00.000Z'),
      },
    });
    expect(server.seen).toHaveLength(4);
    expect(await client.setBudget(access, { ...change, adSetId: '6' })).toMatchObject({ ok: true });
    nowMs = NOW + HOUR_MS;
    expect(await client.setBudget(access, { ...change, kind: 'lifetime' })).toMatchObject({ ok: true });
    expect(server.seen.at(-1)?.form.get('lifetime_budget')).toBe('5000');
  });

  it('counts on where a kept ledger stopped, also after a restart', async () => {
    const ledger = createMemoryChangeLedger();
    for (let count = 0; count < 4; count += 1) await ledger.reserve('5', NOW);
    const restarted = createGraphClient({ baseUrl: server.url, version: 'v26.0', nowMs: () => nowMs, budgetLedger: ledger });
    expect(await restarted.setBudget(access, change)).toMatchObject({ ok: false });
    await restarted.close();
    expect(reserveChange([NOW - HOUR_MS, NOW - 3, NOW - 2, NOW - 1], NOW).slot).toEqual({ granted: true });
  });

  it("Meta's own refusal of one ad set stops neither the others nor the account", async () => {
    server.reply = metaError(400, { code: 613, error_subcode: 1487632 });
    expect(await client.setBudget(access, change)).toMatchObject({ ok: false, error: { class: 'RATE_LIMIT', origin: 'meta' } });
    server.reply = json(200, { success: true });
    expect(await client.setBudget(access, { ...change, adSetId: '6' })).toMatchObject({ ok: true });
    expect(client.accountState('123')).toMatchObject({ circuit: 'closed', blockedUntilMs: null });
  });

  it.each([0, -1, 1.5, Number.NaN])('refuses the amount %p before any call', async (cents) => {
    expect(await client.setBudget(access, { ...change, cents })).toMatchObject({ ok: false, error: { class: 'VALIDATION' } });
    expect(server.seen).toHaveLength(0);
  });
});

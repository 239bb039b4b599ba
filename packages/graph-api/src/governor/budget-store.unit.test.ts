import { describe, expect, it } from '@jest/globals';
import { type BudgetStore, createMemoryBudgetStore, type LeaseRequest } from './budget-store.ts';
import { createGovernor } from './governor.ts';

const base: LeaseRequest = { account: '1', least: 1, wanted: 6, ceiling: 20, windowMs: 10_000, nowMs: 1_000_000 };

describe('LC16 points shared between processes', () => {
  it('grants a chunk while there is one, then what is left, then nothing until points come back', async () => {
    const store = createMemoryBudgetStore();
    const granted = [];
    for (let ask = 0; ask < 5; ask += 1) granted.push((await store.lease(base)).granted);
    expect(granted).toEqual([6, 6, 6, 2, 0]);
    const { retryAtMs } = await store.lease(base);
    expect((await store.lease({ ...base, nowMs: retryAtMs - 1 })).granted).toBe(0);
    expect((await store.lease({ ...base, nowMs: retryAtMs })).granted).toBe(6);
    expect((await store.lease({ ...base, account: '2' })).granted).toBe(6);
  });

  it('two workers together keep to the account’s points, and ask the store once per chunk', async () => {
    let nowMs = 1_000_000;
    let leases = 0;
    const memory = createMemoryBudgetStore();
    const store: BudgetStore = {
      lease: (request) => {
        leases += 1;
        return memory.lease(request);
      },
    };
    const options = { tier: 'standard', limits: { points: 300 }, store } as const;
    const workers = [createGovernor(options, () => nowMs), createGovernor(options, () => nowMs)];
    const call = { lane: 'read', bucket: 'ads_management', points: 1, isMutation: false } as const;
    let gone = 0;
    for (let round = 0; round < 400; round += 1) {
      const admission = await workers[round % 2]?.admit({ adAccountId: '1', accessToken: 't' }, call);
      if (admission?.ok) {
        gone += 1;
        admission.ticket.settle([]);
      }
    }
    expect(gone).toBe(285);
    expect(leases).toBeLessThan(180);
    nowMs += 400_000;
    expect(await workers[0]?.admit({ adAccountId: '1', accessToken: 't' }, call)).toMatchObject({ ok: true });
  });

  it('a store that fails refuses the call for a moment, but never a pause', async () => {
    const store: BudgetStore = { lease: () => Promise.reject(new Error('database away')) };
    const governor = createGovernor({ store }, () => 1_000_000);
    const access = { adAccountId: '1', accessToken: 't' };
    const call = { lane: 'write', bucket: 'ads_management', points: 3, isMutation: true } as const;
    expect(await governor.admit(access, call)).toMatchObject({ ok: false, error: { class: 'RATE_LIMIT', origin: 'client' } });
    expect(await governor.admit(access, { ...call, lane: 'urgent' })).toMatchObject({ ok: true });
  });
});

import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { newId } from '@mao/service-kit';
import { waitFor } from '@mao/service-kit/testing';
import { conflict, done, failed, rejected, type StepOutcome, unknown, waiting } from '../core/outcome.ts';
import type { StepContext } from '../core/step.ts';
import { createEngineRig, type EngineRig } from '../testing/engine-rig.ts';
import { gate, newShop } from '../testing/shop.ts';
import { judgeByHand, type RequestByHand, requestByHand } from './requests-by-hand.ts';

const error = { code: 'no', message: 'no' };
const ended = (status: string) => (view: { status: string }) => view.status === status;

let rig: EngineRig;
beforeAll(async () => {
  rig = await createEngineRig();
});
afterEach(() => rig.stopEngines());
afterAll(() => rig.close());

const ask = (id: string, request: RequestByHand) => rig.inTransaction((em) => requestByHand(em, id, request));
const answer = async (id: string, request: RequestByHand) => (await ask(id, request)).answer;
const judged = async (id: string, request: RequestByHand) => (await judgeByHand(rig.orm.em.fork(), id, request)).answer;

describe('compensate', () => {
  test('turns back a saga that waits, and undoes what it made in reverse order', async () => {
    const shop = newShop({
      run: async (ctx) => (ctx.stepName === 'open' ? waiting(3_600_000, 'throttled', { withoutEffect: true }) : undefined),
    });
    const engine = await rig.engine(shop);
    engine.start();
    const id = await rig.begin(engine);
    await rig.until(engine, id, 'waiting', ({ waitingFor }) => waitingFor === 'throttled');
    expect(await judged(id, 'compensate')).toBe('accepted');
    expect(await answer(id, 'compensate')).toBe('accepted');
    await rig.until(engine, id, 'undone', ended('cancelled'));
    expect(shop.calls.slice(-2)).toEqual([`${id} undo sign`, `${id} undo room`]);
    expect(await answer(id, 'compensate')).toBe('finished');
  });

  test('leaves the worker that holds the lease its outcome: it is recorded, then undone, under the same epoch', async () => {
    const called = gate<StepOutcome>();
    const shop = newShop({ run: async (ctx) => (ctx.stepName === 'sign' ? called.passed : undefined) });
    const engine = await rig.engine(shop);
    engine.start();
    const id = await rig.begin(engine);
    await waitFor('the call', () => shop.calls.includes(`${id} run sign`));
    const epoch = () => rig.query<{ lease_epoch: number }>('select lease_epoch from sagas where id = ?::uuid', [id]);
    const before = await epoch();
    expect(await answer(id, 'compensate')).toBe('accepted');
    expect(await answer(id, 'compensate')).toBe('asked-before');
    expect(await epoch()).toEqual(before);
    called.open(done({ of: 'sign' }));
    await rig.until(engine, id, 'undone', ended('cancelled'));
    expect(shop.calls.slice(-2)).toEqual([`${id} undo sign`, `${id} undo room`]);
  });

  test('of a saga whose worker is frozen is done by the next worker; what the zombie brings back changes nothing', async () => {
    const frozen = gate<StepOutcome>();
    const zombie = newShop({ run: async (ctx) => (ctx.stepName === 'sign' ? frozen.passed : undefined) });
    const first = await rig.engine(zombie, { leaseMs: 600 });
    first.start();
    const id = await rig.begin(first);
    await waitFor('the call', () => zombie.calls.includes(`${id} run sign`));
    // Its lease is taken away, as if it had not been renewed in time.
    await rig.query(
      `update sagas set lease_until = now() - interval '1 second', wake_at = now(), lease_epoch = lease_epoch + 1 where id = ?::uuid`,
      [id],
    );
    expect(await answer(id, 'compensate')).toBe('accepted');
    const shop = newShop();
    const second = await rig.engine(shop);
    second.start();
    await rig.until(second, id, 'undone', ended('cancelled'));
    const { steps } = await rig.view(second, id);
    frozen.open(done({ of: 'a zombie' }));
    await first.stop(1_000);
    expect((await rig.view(second, id)).steps).toEqual(steps);
    expect([...zombie.calls, ...shop.calls].filter((call) => call === `${id} undo sign`)).toHaveLength(1);
  });

  test('of a saga that needs attention on its way forward turns it back', async () => {
    let isClear = false;
    const shop = newShop({
      run: async (ctx) => (ctx.stepName === 'sign' ? unknown(error) : undefined),
      look: async () => (isClear ? undefined : conflict({ code: 'two', message: 'two signs' })),
    });
    const engine = await rig.engine(shop);
    engine.start();
    const id = await rig.begin(engine);
    await rig.until(engine, id, 'attention', ended('needs_attention'));
    isClear = true;
    expect(await answer(id, 'compensate')).toBe('accepted');
    await rig.until(engine, id, 'undone', ended('cancelled'));
    expect(shop.calls.slice(-2)).toEqual([`${id} undo sign`, `${id} undo room`]);
  });

  test('of a saga that needs attention on its way back goes on undoing', async () => {
    let isBroken = true;
    const shop = newShop({
      run: async (ctx) => (ctx.stepName === 'open' ? rejected(error) : undefined),
      undo: async () => (isBroken ? failed(error) : undefined),
    });
    const engine = await rig.engine(shop);
    engine.start();
    const id = await rig.begin(engine);
    await rig.until(engine, id, 'attention', ended('needs_attention'));
    isBroken = false;
    expect(await answer(id, 'compensate')).toBe('accepted');
    await rig.until(engine, id, 'undone', ended('compensated'));
  });

  test('is refused past the point of no return, whether the saga runs or needs attention', async () => {
    const told = gate<StepOutcome>();
    const shop = newShop({
      async run(ctx: StepContext) {
        if (ctx.stepName !== 'tell') return undefined;
        return ctx.input === 'stuck' ? rejected(error) : told.passed;
      },
    });
    const engine = await rig.engine(shop);
    engine.start();
    const stuck = await rig.begin(engine, { input: 'stuck' });
    const running = await rig.begin(engine);
    await rig.until(engine, stuck, 'attention', ended('needs_attention'));
    await waitFor('the last call', () => shop.calls.includes(`${running} run tell`));
    expect([await answer(stuck, 'compensate'), await answer(running, 'compensate')]).toEqual(['too-late', 'too-late']);
    told.open(done());
    await rig.until(engine, running, 'completed', ended('completed'));
  });

  test('of a saga that is unknown, finished or being undone says so', async () => {
    const undoing = gate<StepOutcome>();
    const shop = newShop({
      run: async (ctx) => (ctx.stepName === 'open' ? rejected(error) : undefined),
      undo: async () => undoing.passed,
    });
    const engine = await rig.engine(shop);
    engine.start();
    const id = await rig.begin(engine);
    await rig.until(engine, id, 'undoing', ended('compensating'));
    expect(await answer(id, 'compensate')).toBe('undoing');
    undoing.open(done());
    await rig.until(engine, id, 'undone', ended('compensated'));
    expect(await answer(id, 'compensate')).toBe('finished');
    expect(await answer(newId(), 'compensate')).toBe('unknown');
  });
});

describe('resume', () => {
  test('of what needs attention goes on once, however often it is asked; anything else is refused', async () => {
    let isBroken = true;
    const shop = newShop({ run: async (ctx) => (ctx.stepName === 'tell' && isBroken ? rejected(error) : undefined) });
    const engine = await rig.engine(shop);
    engine.start();
    const id = await rig.begin(engine);
    await rig.until(engine, id, 'attention', ended('needs_attention'));
    await rig.stopEngines();
    isBroken = false;
    expect([await answer(id, 'resume'), await answer(id, 'resume')]).toEqual(['accepted', 'asked-before']);
    const next = await rig.engine(shop);
    next.start();
    await rig.until(next, id, 'completed', ended('completed'));
    expect(await ask(id, 'resume')).toEqual({ answer: 'not-stuck', status: 'completed' });
    expect(await answer(newId(), 'resume')).toBe('unknown');
    expect(shop.calls.filter((call) => call === `${id} run tell`)).toHaveLength(2);
  });
});

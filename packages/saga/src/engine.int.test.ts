import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { createLogger, currentTrace, newId, runWithTrace } from '@mao/service-kit';
import { waitFor } from '@mao/service-kit/testing';
import { conflict, done, failed, lookAgain, rejected, type StepOutcome, unknown, waiting } from './core/outcome.ts';
import { hasEnded } from './core/saga-state.ts';
import { createEngineRig, createProjection, type EngineRig } from './testing/engine-rig.ts';
import { gate, newShop, shopSaga } from './testing/shop.ts';
import type { SagaTransition } from './view.ts';

const error = { code: 'no', message: 'no' };
const ended = (status: string) => (view: { status: string }) => view.status === status;

let rig: EngineRig;
beforeAll(async () => {
  rig = await createEngineRig();
});
afterEach(() => rig.stopEngines());
afterAll(() => rig.close());

describe('a saga', () => {
  test('runs to completion, hands results on, and its steps and transitions carry its trace and its transaction', async () => {
    const seen: SagaTransition[] = [];
    const traces: unknown[] = [];
    const shop = newShop({
      async run(ctx) {
        traces.push(currentTrace().correlationId, currentTrace().sagaId);
        return ctx.stepName === 'tell' ? done(ctx.results) : undefined;
      },
    });
    const engine = await rig.engine(shop, { onTransition: async (_em, transitions) => void seen.push(...transitions) });
    engine.start();
    const id = await runWithTrace({ correlationId: 'operation-1' }, () =>
      rig.begin(engine, { input: { strange: 'a\0b?\\\'"' }, tag: 't' }),
    );
    const view = await rig.until(engine, id, 'completed', ended('completed'));
    expect(view.steps.map(({ state }) => state)).toEqual(['done', 'done', 'done', 'done']);
    expect(view.steps[3]?.result).toEqual({ room: { of: 'room' }, sign: { of: 'sign' }, open: { of: 'open' } });
    expect(view.input).toEqual({ strange: 'ab?\\\'"' });
    expect(traces.slice(0, 2)).toEqual(['operation-1', id]);
    // One commit per step: the result of one and the intent of the next, and one for the claim.
    expect(seen.map(({ events }) => events.map(({ type }) => type))).toEqual([
      ['step-started'],
      ['step-done', 'step-started'],
      ['step-done', 'step-started'],
      ['step-done', 'step-started'],
      ['step-done', 'finished'],
    ]);
    expect(seen.every(({ saga, trace }) => saga.tag === 't' && trace.correlationId === 'operation-1')).toBe(true);
  });

  test('begins once per id, and not at all when its transaction rolls back', async () => {
    const shop = newShop();
    const engine = await rig.engine(shop);
    const id = newId();
    const begin = () => rig.inTransaction((em) => engine.begin(em, { type: 'shop', id, input: {} }));
    expect([await begin(), await begin()]).toEqual(['begun', 'exists']);
    const gone = newId();
    const rolledBack = rig.inTransaction(async (em) => {
      await engine.begin(em, { type: 'shop', id: gone, input: {} });
      throw new Error('changed my mind');
    });
    await expect(rolledBack).rejects.toThrow('changed my mind');
    expect(await engine.read(rig.orm.em.fork(), gone)).toBeUndefined();
    await expect(rig.inTransaction((em) => engine.begin(em, { type: 'nobody', id, input: {} }))).rejects.toThrow(
      'not registered',
    );
    engine.start();
    await rig.until(engine, id, 'completed', ended('completed'));
    expect(shop.calls.filter((call) => call.startsWith(id))).toHaveLength(4);
  });

  test('undoes in reverse order and says why', async () => {
    const shop = newShop({ run: async (ctx) => (ctx.stepName === 'open' ? rejected(error) : undefined) });
    const engine = await rig.engine(shop);
    engine.start();
    const id = await rig.begin(engine);
    const view = await rig.until(engine, id, 'compensated', ended('compensated'));
    expect(view.error).toEqual(error);
    expect(shop.calls.slice(-2)).toEqual([`${id} undo sign`, `${id} undo room`]);
    expect(view.steps.map(({ compensation }) => compensation)).toEqual(['done', 'done', 'none', 'none']);
  });

  test('a step that throws is in doubt and looked up; the look knows how often it has answered', async () => {
    const looks: number[] = [];
    const shop = newShop({
      async run(ctx) {
        if (ctx.stepName === 'sign' && ctx.attempt === 1) throw new Error('connection reset');
        return undefined;
      },
      async look(ctx) {
        looks.push(ctx.lookNumber);
        return ctx.lookNumber < 3 ? lookAgain(10) : undefined;
      },
    });
    const engine = await rig.engine(shop);
    engine.start();
    const id = await rig.begin(engine);
    await rig.until(engine, id, 'completed', ended('completed'));
    expect(looks).toEqual([1, 2, 3]);
    expect(shop.calls.filter((call) => call === `${id} run sign`)).toHaveLength(1);
  });

  test('waiting holds no slot and shows its reason', async () => {
    const shop = newShop({ run: async (ctx) => (ctx.input === 'slow' ? waiting(3_600_000, 'throttled') : undefined) });
    const engine = await rig.engine(shop, { concurrency: 1 });
    engine.start();
    const slow = await rig.begin(engine, { input: 'slow', tag: 'account-1' });
    const view = await rig.until(engine, slow, 'waiting', (one) => one.waitingFor === 'throttled');
    expect(view.nextRetryAt?.getTime()).toBeGreaterThan(Date.now());
    await rig.until(engine, await rig.begin(engine), 'the next one', ended('completed'));
    await rig.inTransaction((em) => engine.requestCancel(em, slow));
    await rig.until(engine, slow, 'cancelled', ended('cancelled'));
  });
});

describe('requests', () => {
  test('a cancel during a call is honoured with its outcome; after the pivot it is too late', async () => {
    const answer = gate<StepOutcome>();
    const opened = gate<StepOutcome>();
    const shop = newShop({
      async run(ctx) {
        if (ctx.input === 'early' && ctx.stepName === 'sign') return answer.passed;
        return ctx.input === 'late' && ctx.stepName === 'tell' ? opened.passed : undefined;
      },
    });
    const engine = await rig.engine(shop);
    engine.start();
    const cancel = (id: string) => rig.inTransaction((em) => engine.requestCancel(em, id));
    const early = await rig.begin(engine, { input: 'early' });
    const late = await rig.begin(engine, { input: 'late' });
    await waitFor('both calls', () => shop.calls.includes(`${early} run sign`) && shop.calls.includes(`${late} run tell`));
    expect(await cancel(early)).toBe('accepted');
    expect(await cancel(late)).toBe('too-late');
    expect(await cancel(newId())).toBe('unknown');
    answer.open(done({ of: 'sign' }));
    opened.open(done());
    await rig.until(engine, early, 'cancelled', ended('cancelled'));
    await rig.until(engine, late, 'completed', ended('completed'));
    expect(await cancel(early)).toBe('already-finished');
    expect(shop.calls.filter((call) => call.startsWith(`${early} undo`))).toEqual([`${early} undo sign`, `${early} undo room`]);
  });

  test('M24: what cannot be undone needs attention; resuming goes on where it stopped', async () => {
    let isBroken = true;
    const shop = newShop({
      run: async (ctx) => (ctx.stepName === 'open' ? rejected(error) : undefined),
      undo: async (ctx) => (isBroken && ctx.stepName === 'room' ? failed(error) : undefined),
    });
    const engine = await rig.engine(shop);
    engine.start();
    const id = await rig.begin(engine);
    const stuck = await rig.until(engine, id, 'attention', ended('needs_attention'));
    expect(
      stuck.steps.filter(({ state, compensation }) => state === 'done' && compensation !== 'done').map(({ name }) => name),
    ).toEqual(['room']);
    expect(hasEnded(stuck.status)).toBe(true);
    isBroken = false;
    expect(await rig.inTransaction((em) => engine.resume(em, id))).toBe(true);
    await rig.until(engine, id, 'compensated', ended('compensated'));
    expect(shop.calls.filter((call) => call === `${id} undo sign`)).toHaveLength(1);
    expect(await rig.inTransaction((em) => engine.resume(em, id))).toBe(false);
  });

  test('a conflict needs attention before the pivot too, and a person may resume it', async () => {
    let isClear = false;
    const shop = newShop({
      run: async (ctx) => (ctx.stepName === 'room' ? unknown(error) : undefined),
      look: async () => (isClear ? undefined : conflict({ code: 'two', message: 'two rooms' })),
    });
    const engine = await rig.engine(shop);
    engine.start();
    const id = await rig.begin(engine);
    expect((await rig.until(engine, id, 'attention', ended('needs_attention'))).error?.code).toBe('two');
    isClear = true;
    await rig.inTransaction((em) => engine.resume(em, id));
    await rig.until(engine, id, 'completed', ended('completed'));
  });

  test('wake reaches all sagas of a tag, and one that has not yet said that it waits', async () => {
    let hasToken = false;
    const asked = gate<StepOutcome>();
    const shop = newShop({
      async run(ctx) {
        if (hasToken || ctx.stepName !== 'sign') return undefined;
        return ctx.input === 'in flight' ? asked.passed : waiting(3_600_000, 'token');
      },
    });
    const engine = await rig.engine(shop);
    engine.start();
    const asleep = await rig.begin(engine, { tag: 'account-2' });
    const inFlight = await rig.begin(engine, { tag: 'account-2', input: 'in flight' });
    await rig.until(engine, asleep, 'asleep', ({ waitingFor }) => waitingFor === 'token');
    await waitFor('the call', () => shop.calls.includes(`${inFlight} run sign`));
    hasToken = true;
    expect(await rig.inTransaction((em) => engine.wake(em, { tag: 'account-2' }))).toBe(2);
    asked.open(waiting(3_600_000, 'token'));
    await rig.until(engine, asleep, 'completed', ended('completed'));
    await rig.until(engine, inFlight, 'completed', ended('completed'));
  });

  test('a hold stops before the next step until it is released', async () => {
    const answer = gate<StepOutcome>();
    const shop = newShop({ run: async (ctx) => (ctx.stepName === 'sign' ? answer.passed : undefined) });
    const engine = await rig.engine(shop);
    engine.start();
    const id = await rig.begin(engine, { tag: 'account-3' });
    await waitFor('the call', () => shop.calls.includes(`${id} run sign`));
    expect(await rig.inTransaction((em) => engine.hold(em, { tag: 'account-3' }, 'kill switch'))).toBe(1);
    answer.open(done());
    await rig.until(engine, id, 'held', ({ steps, holdReason }) => steps[1]?.state === 'done' && holdReason === 'kill switch');
    expect(shop.calls).not.toContain(`${id} run open`);
    expect(await rig.inTransaction((em) => engine.release(em, { ids: [id] }))).toBe(1);
    await rig.until(engine, id, 'completed', ended('completed'));
  });
});

test('a saga that cannot even be claimed is put off and reported; the others of its claim go on', async () => {
  const lines: string[] = [];
  const destination = { write: (line: string) => void lines.push(line) };
  const engine = await rig.engine(newShop(), {
    logger: createLogger({ service: 'saga-test', level: 'error', destination }),
    async onTransition(_em, transitions) {
      if (transitions.some(({ saga }) => saga.tag === 'unclaimable')) throw new Error('poison');
    },
  });
  const ids = [await rig.begin(engine, { tag: 'unclaimable' }), await rig.begin(engine), await rig.begin(engine)];
  engine.start();
  for (const id of ids.slice(1)) await rig.until(engine, id, 'completed', ended('completed'));
  await waitFor('the report', () => lines.some((line) => line.includes('cannot go on') && line.includes(ids[0] ?? '?')));
  const [row] = await rig.query('select status, lease_owner, wake_at > now() as is_put_off from sagas where id = ?::uuid', [
    ids[0],
  ]);
  expect(row).toEqual({ status: 'running', lease_owner: null, is_put_off: true });
});

test('unfinished sagas without a definition are reported at start, and left alone', async () => {
  const lines: string[] = [];
  const destination = { write: (line: string) => void lines.push(line) };
  const old = await rig.engine(newShop());
  const id = await rig.begin(old);
  const shop = newShop();
  const logger = createLogger({ service: 'saga-test', level: 'error', destination });
  const engine = await rig.engine(shop, { definitions: [shopSaga(2)], logger });
  engine.start();
  await waitFor('the report', () =>
    lines.some((line) => line.includes('no registered definition') && line.includes('"version":1')),
  );
  const next = await rig.begin(engine);
  await rig.until(engine, next, 'completed', ended('completed'));
  expect((await rig.view(engine, next)).version).toBe(2);
  expect(shop.calls.some((call) => call.startsWith(id))).toBe(false);
  await rig.query('delete from sagas where id = ?::uuid', [id]);
});

test('a projection that throws stops only its own saga: the others of its batch commit, and nothing of it is projected', async () => {
  const project = await createProjection(rig);
  const shop = newShop();
  const engine = await rig.engine(shop, {
    async onTransition(em, transitions) {
      await project(em, transitions);
      if (transitions.some(({ saga, events }) => saga.tag === 'poison' && events.some(({ type }) => type === 'step-done')))
        throw new Error('poison');
    },
  });
  const ids: string[] = [];
  for (let index = 0; index < 30; index += 1) ids.push(await rig.begin(engine));
  const poisoned = await rig.begin(engine, { tag: 'poison' });
  engine.start();
  for (const id of ids) await rig.until(engine, id, 'completed', ended('completed'));
  expect(await rig.query('select event, step from projected where saga_id = ?::uuid', [poisoned])).toEqual([
    { event: 'step-started', step: 'room' },
  ]);
  const counts = await rig.query<{ n: number }>(
    `select count(*)::int as n from projected where saga_id <> ?::uuid group by saga_id, event, step`,
    [poisoned],
  );
  expect(counts.every(({ n }) => n === 1)).toBe(true);
  expect(counts).toHaveLength(30 * 9);
  // Commits of sagas that were ready together were joined.
  const [joined] = await rig.query<{ n: number }>('select max(batch) as n from projected');
  expect(joined?.n).toBeGreaterThan(1);
});

import { afterAll, afterEach, beforeAll, expect, jest, test } from '@jest/globals';
import { createLogger, createMetrics } from '@mao/service-kit';
import { waitFor } from '@mao/service-kit/testing';
import { done, type StepOutcome, unknown, waiting } from './core/outcome.ts';
import { createEngineRig, createProjection, type EngineRig } from './testing/engine-rig.ts';
import { gate, newShop, shopSaga } from './testing/shop.ts';

const ended = (status: string) => (view: { status: string }) => view.status === status;
const IDLE_MS = 3_000;

let rig: EngineRig;
beforeAll(async () => {
  rig = await createEngineRig();
});
afterEach(async () => {
  jest.useRealTimers();
  await rig.stopEngines();
});
afterAll(() => rig.close());

test('M21: two engines on one database make each call and each transition exactly once', async () => {
  const project = await createProjection(rig);
  const shop = newShop();
  const engines = [
    await rig.engine(shop, { onTransition: project, concurrency: 8 }),
    await rig.engine(shop, { onTransition: project, concurrency: 8 }),
  ];
  const [engine] = engines;
  if (!engine) throw new Error('no engine');
  for (const one of engines) one.start();
  const ids: string[] = [];
  for (let index = 0; index < 100; index += 1) ids.push(await rig.begin(engine));
  for (const id of ids) await rig.until(engine, id, 'completed', ended('completed'));
  expect(shop.calls).toHaveLength(ids.length * 4);
  expect(new Set(shop.calls).size).toBe(shop.calls.length);
  const projected = await rig.query<{ n: number }>('select count(*)::int as n from projected group by saga_id, event, step');
  expect(projected).toHaveLength(ids.length * 9);
  expect(projected.every(({ n }) => n === 1)).toBe(true);
});

test('a zombie’s late outcome changes nothing and is counted: the saga went on elsewhere', async () => {
  const late = gate<StepOutcome>();
  const zombieShop = newShop({ run: async (ctx) => (ctx.stepName === 'sign' ? late.passed : undefined) });
  const metrics = createMetrics('zombie');
  const zombie = await rig.engine(zombieShop, { metrics });
  zombie.start();
  const id = await rig.begin(zombie);
  await waitFor('the call', () => zombieShop.calls.includes(`${id} run sign`));
  // What another worker finds once the lease has run out.
  await rig.query(`update sagas set lease_until = now() - interval '1 second', wake_at = now() where id = ?::uuid`, [id]);
  const shop = newShop();
  const heir = await rig.engine(shop);
  heir.start();
  await rig.until(heir, id, 'completed', ended('completed'));
  const before = await rig.view(heir, id);
  late.open(done({ of: 'the zombie' }));
  await waitFor('the count', async () => /saga_leases_lost_total\{[^}]*\} 1/.test(await metrics.render()));
  expect(await rig.view(heir, id)).toEqual(before);
  expect(shop.calls).toEqual([`${id} look sign`, `${id} run open`, `${id} run tell`]);
});

test('M23: timers survive a restart, and a clock that is five minutes off on one node changes nothing', async () => {
  const shop = newShop({
    run: async (ctx) => (ctx.stepName === 'sign' && shop.calls.length < 3 ? waiting(700, 'settling') : undefined),
  });
  const first = await rig.engine(shop);
  first.start();
  const id = await rig.begin(first);
  await rig.until(first, id, 'waiting', ({ waitingFor }) => waitingFor === 'settling');
  await first.stop();
  const now = Date.now();
  jest.useFakeTimers({
    now: now + 300_000,
    doNotFake: ['nextTick', 'setTimeout', 'clearTimeout', 'setInterval', 'setImmediate', 'performance', 'queueMicrotask'],
  });
  const second = await rig.engine(shop);
  second.start();
  // The deadline of 20 s and the timer would both have passed by the wrong clock.
  await waitFor('the engine’s first look', async () => (await rig.query('select 1')).length > 0);
  expect(shop.calls).toHaveLength(2);
  jest.useRealTimers();
  const view = await rig.until(second, id, 'completed', ended('completed'));
  expect(shop.calls.filter((call) => call === `${id} run sign`)).toHaveLength(2);
  expect(Number(view.steps[2]?.startedAt)).toBeLessThan(Date.now() + 1_000);
  expect(Number(view.steps[2]?.startedAt)).toBeGreaterThanOrEqual(now);
});

test('M23: a call that outlasts its step’s deadline is left behind, looked up and undone; its late answer is counted', async () => {
  const late = gate<StepOutcome>();
  const shop = newShop({ run: async (ctx) => (ctx.stepName === 'sign' ? late.passed : undefined) });
  const metrics = createMetrics('late');
  const hasty = {
    ...shopSaga(),
    plan: (input: unknown) =>
      shopSaga()
        .plan(input)
        .map((planned) => ({ ...planned, step: { ...planned.step, deadlineMs: 300 } }) as typeof planned),
  };
  const engine = await rig.engine(shop, { metrics, definitions: [hasty] });
  engine.start();
  const id = await rig.begin(engine);
  const view = await rig.until(engine, id, 'compensated', ended('compensated'));
  expect(view.error?.code).toBe('step-deadline-passed');
  expect(shop.calls.slice(1)).toEqual([`${id} run sign`, `${id} look sign`, `${id} undo sign`, `${id} undo room`]);
  late.open(done());
  await waitFor('the count', async () => /saga_late_outcomes_total\{[^}]*\} 1/.test(await metrics.render()));
});

test('an outcome outlives a database that cannot take it: it is kept and recorded once', async () => {
  const answer = gate<StepOutcome>();
  const shop = newShop({ run: async (ctx) => (ctx.stepName === 'sign' ? answer.passed : undefined) });
  const warnings: string[] = [];
  const destination = { write: (line: string) => void warnings.push(line) };
  const engine = await rig.engine(shop, { logger: createLogger({ service: 'saga-test', level: 'warn', destination }) });
  engine.start();
  const id = await rig.begin(engine);
  await waitFor('the call', () => shop.calls.includes(`${id} run sign`));
  await rig.query('alter table saga_steps rename to saga_steps_away');
  answer.open(done({ of: 'sign' }));
  await waitFor('a commit to fail', () => warnings.length > 1);
  await rig.query('alter table saga_steps_away rename to saga_steps');
  await rig.until(engine, id, 'completed', ended('completed'));
  expect(shop.calls).toEqual(['room', 'sign', 'open', 'tell'].map((step) => `${id} run ${step}`));
});

test('stop lets the call under way end, starts nothing more and gives the lease back', async () => {
  const answer = gate<StepOutcome>();
  const shop = newShop({ run: async (ctx) => (ctx.stepName === 'sign' ? answer.passed : undefined) });
  const engine = await rig.engine(shop);
  engine.start();
  const id = await rig.begin(engine);
  await waitFor('the call', () => shop.calls.includes(`${id} run sign`));
  const stopped = engine.stop();
  answer.open(done());
  await stopped;
  expect((await rig.view(engine, id)).steps.map(({ state }) => state)).toEqual(['done', 'done', 'pending', 'pending']);
  expect(await rig.query('select lease_owner, wake_at <= now() as is_due from sagas where id = ?::uuid', [id])).toEqual([
    { lease_owner: null, is_due: true },
  ]);
  const next = await rig.engine(shop);
  next.start();
  await rig.until(next, id, 'completed', ended('completed'));
  expect(shop.calls.filter((call) => call.includes(' look '))).toEqual([]);
});

test('stop aborts a call that does not end and leaves it in doubt for the next worker', async () => {
  const shop = newShop({
    async run(ctx) {
      if (ctx.stepName !== 'sign') return undefined;
      await new Promise<void>((resolve) => ctx.signal.addEventListener('abort', () => resolve()));
      return unknown({ code: 'aborted', message: 'aborted' });
    },
  });
  const engine = await rig.engine(shop);
  engine.start();
  const id = await rig.begin(engine);
  await waitFor('the call', () => shop.calls.includes(`${id} run sign`));
  await engine.stop(50);
  expect((await rig.view(engine, id)).steps[1]).toMatchObject({ state: 'unknown', mayExist: true });
  const next = await rig.engine(newShop());
  next.start();
  await rig.until(next, id, 'completed', ended('completed'));
});

test('a worker that freezes inside a transaction loses its locks: its saga goes on elsewhere', async () => {
  const frozen = gate<void>();
  const asked: string[] = [];
  const stuck = await rig.engine(newShop(), {
    leaseMs: 500,
    async onTransition(_em, transitions) {
      asked.push(...transitions.map(({ saga }) => saga.id));
      await frozen.passed;
    },
  });
  stuck.start();
  const id = await rig.begin(stuck);
  await waitFor('the open transaction', () => asked.includes(id));
  const heir = await rig.engine(newShop());
  heir.start();
  await rig.until(heir, id, 'completed', ended('completed'));
  frozen.open(undefined);
});

test('an idle engine asks the database about once a second', async () => {
  let queries = 0;
  const engine = await rig.engine(newShop());
  const idle = await rig.engine(newShop(), { orm: rig.orm });
  idle.start();
  await rig.until(engine, await rig.begin(idle), 'completed', ended('completed'));
  const database = rig.orm.em.getKysely();
  const execute = database.executeQuery.bind(database);
  database.executeQuery = (...statement) => {
    queries += 1;
    return execute(...statement);
  };
  const from = performance.now();
  await waitFor('some idle seconds', () => performance.now() - from > IDLE_MS);
  database.executeQuery = execute;
  expect(queries).toBeLessThanOrEqual(IDLE_MS / 1_000 + 1);
  expect(queries).toBeGreaterThan(0);
});

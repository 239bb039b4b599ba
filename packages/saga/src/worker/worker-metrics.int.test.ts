import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createMetrics } from '@mao/service-kit';
import { waitFor } from '@mao/service-kit/testing';
import { rejected, type StepOutcome } from '../core/outcome.ts';
import { createEngineRig, type EngineRig } from '../testing/engine-rig.ts';
import { gate, newShop } from '../testing/shop.ts';

let rig: EngineRig;
beforeAll(async () => {
  rig = await createEngineRig();
});
afterAll(() => rig.close());

test('M29: sagas by state move: running, in flight, needing attention, finished; a table that is away fails no scrape', async () => {
  const metrics = createMetrics('test');
  const has = (line: RegExp) => waitFor(String(line), async () => line.test(await metrics.render()));
  const asked = gate<StepOutcome | undefined>();
  const told = gate<StepOutcome | undefined>();
  const shop = newShop({
    run: async (ctx) => (ctx.stepName === 'room' ? asked.passed : ctx.stepName === 'tell' ? told.passed : undefined),
  });
  const engine = await rig.engine(shop, { metrics });
  engine.start();
  const id = await rig.begin(engine);
  await has(/sagas_open\{.*type="shop".*status="running".*\} 1/);
  await has(/saga_in_flight\S* 1/);
  asked.open(undefined);
  told.open(rejected({ code: 'no', message: 'no' }));
  await has(/sagas_open\{.*status="needs_attention".*\} 1/);
  await has(/saga_in_flight\S* 0/);
  await has(/saga_finished_total\{.*status="needs_attention".*\} 1/);
  await rig.query('alter table sagas rename to gone');
  expect(await metrics.render()).toMatch(/sagas_open\{.*status="needs_attention".*\} 1/);
  await rig.query('alter table gone rename to sagas');
  await rig.query(`update saga_steps set state = 'done' where saga_id = ?::uuid`, [id]);
  await rig.inTransaction((em) => engine.resume(em, id));
  await has(/saga_finished_total\{.*status="completed".*\} 1/);
  await waitFor('no open saga', async () => !/sagas_open\{/.test(await metrics.render()));
});

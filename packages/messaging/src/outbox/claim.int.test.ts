import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { newId } from '@mao/service-kit';
import type { EntityManager } from '@mikro-orm/postgresql';
import { createCodec } from '../avro/codec.ts';
import { orderPlaced, type TestEvents, testCatalogue } from '../testing/test-catalogue.ts';
import { openTestRig, type TestRig } from '../testing/test-rig.ts';
import { CLAIM, claimBatch, markPublished } from './claim.ts';
import { upkeepLeases } from './lease.ts';
import { createOutbox } from './outbox.ts';

let rig: TestRig;
beforeEach(async () => {
  rig = await openTestRig();
});
afterEach(() => rig.close());

describe('claim and mark', () => {
  test('M9: with 200,000 rows of another relay in the table a claim takes milliseconds and reads by index', async () => {
    await rig.sql(`insert into outbox (seq, id, aggregatetype, aggregateid, type, payload, headers, shard)
      select n, gen_random_uuid(), 'orders', 'k', 'OrderPlaced', '\\x00', '{}', n % 8 from generate_series(1, 200000) n`);
    await rig.sql('analyze outbox');
    const owner = newId();
    await upkeepLeases(rig.em(), owner, null);
    await rig.sql(`update relay_leases set owner = 'someone' where shard < 8`);
    const outbox = createOutbox<TestEvents>({
      codec: createCodec(testCatalogue),
      source: 'test',
      topics: ['orders', 'bills'],
      wake: () => undefined,
    });
    await rig.sql(`select setval('outbox_seq', 300000)`);
    for (let index = 0; index < 20; index += 1) {
      await rig.em().transactional((em) => outbox.append(em, orderPlaced(`k${index}`, index)));
    }
    expect(await claimMs(owner)).toBeLessThan(25);
    expect(await scansOfOutbox((em) => claimBatch(em, owner))).toBe(0);
  });

  test('M7: plans that were made while the outbox was empty serve a backlog, too', async () => {
    const owner = newId();
    await upkeepLeases(rig.em(), owner, null);
    const scans = await scansOfOutbox(async (em) => {
      // What autovacuum leaves behind on an idle system.
      await em.execute('analyze outbox');
      expect((await claimBatch(em, owner)).claimed).toEqual([]);
      await em.execute(`insert into outbox (seq, id, aggregatetype, aggregateid, type, payload, headers, shard)
        select n, gen_random_uuid(), 'orders', 'k', 'OrderPlaced', '\\x00', '{}', n % 16 from generate_series(1, 20000) n`);
      const { claimed } = await claimBatch(em, owner);
      expect(claimed).toHaveLength(500);
      expect(await markPublished(em, owner, claimed)).toBe(500);
    });
    expect(scans).toBe(0);
    expect(await claimMs(owner)).toBeLessThan(25);
  });
});

/** How long the database takes for a claim. */
async function claimMs(owner: string): Promise<number> {
  const plan = await rig.em().transactional(async (em) => {
    await em.execute(`prepare claim (text) as ${CLAIM}`);
    const lines = await em.execute<{ 'QUERY PLAN': string }[]>(`explain analyze execute claim ('${owner}')`);
    await em.execute('deallocate claim');
    return lines;
  });
  return Number(/Execution Time: ([\d.]+) ms/.exec(plan.map((row) => row['QUERY PLAN']).join('\n'))?.[1]);
}

/** How often the whole outbox is read by what `work` does in its transaction. */
function scansOfOutbox(work: (em: EntityManager) => Promise<unknown>): Promise<number> {
  return rig.em().transactional(async (em) => {
    const scans = async () => {
      const [row] = await em.execute<{ n: number }[]>("select pg_stat_get_xact_numscans('outbox'::regclass)::int as n");
      return row?.n ?? Number.NaN;
    };
    const before = await scans();
    await work(em);
    return (await scans()) - before;
  });
}

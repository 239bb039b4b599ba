import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { defineEntity, p } from '@mikro-orm/core';
import { Migration } from '@mikro-orm/migrations';
import type { MikroORM } from '@mikro-orm/postgresql';
import { openDatabase } from '../database.ts';
import { createTestDatabase, type TestDatabase } from './test-database.ts';
import { writeAtOnce } from './write-at-once.ts';

const thing = defineEntity({ name: 'Thing', tableName: 'things', properties: { id: p.integer().primary() } });

class CreateThings extends Migration {
  override up(): void {
    this.addSql('create table things (id serial primary key)');
  }
}

let database: TestDatabase;
let orm: MikroORM;

beforeAll(async () => {
  database = await createTestDatabase();
  const migrations = [{ name: 'create-things', class: CreateThings }];
  orm = await openDatabase({ url: database.url, applicationName: 'test', entities: [thing], migrations });
});
afterAll(async () => {
  await orm.close(true);
  await database.drop();
});

const sql = (text: string) => orm.em.fork().execute<{ id: number }[]>(text);

/** The mistake that the helper is there to show: a look, and a write that trusts it. */
const addIfNone = () =>
  orm.em.fork().transactional(async (em) => {
    const found = await em.execute<unknown[]>('select id from things for update');
    if (found.length === 0) await em.execute('insert into things default values');
  });

const several = (work: () => Promise<unknown>) => Promise.all(Array.from({ length: 6 }, work));

test('all look before one writes, each time', async () => {
  for (let round = 0; round < 5; round++) {
    await sql('truncate things');
    await writeAtOnce(orm, { table: 'things', count: 6 }, () => several(addIfNone));
    expect(await sql('select id from things')).toHaveLength(6);
  }
});

test('who waits for the row of one that waits for the table counts, and the result of the work is passed on', async () => {
  await sql('truncate things');
  const [row] = await sql('insert into things default values returning id');
  const raise = () =>
    orm.em.fork().transactional(async (em) => {
      await em.execute('select id from things for update');
      return em.execute<{ id: number }[]>('update things set id = id + 1 returning id');
    });
  const raised = await writeAtOnce(orm, { table: 'things', count: 3 }, () => Promise.all([raise(), raise(), raise()]));
  const first = Number(row?.id);
  expect(raised.map(([one]) => Number(one?.id) - first).toSorted()).toEqual([1, 2, 3]);
});

test('work that ends early, and work that fails, are not taken for a collision; the table is free again', async () => {
  const reads = () => sql('select id from things');
  await expect(writeAtOnce(orm, { table: 'things', count: 1 }, reads)).rejects.toThrow('before 1 transactions waited');
  const fails = () => Promise.reject(new Error('no'));
  await expect(writeAtOnce(orm, { table: 'things', count: 1 }, fails)).rejects.toThrow('no');
  await sql('insert into things default values');
});

import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { defineEntity, p } from '@mikro-orm/core';
import { Migration } from '@mikro-orm/migrations';
import type { MikroORM } from '@mikro-orm/postgresql';
import { afterCommit } from './after-commit.ts';
import { openDatabase } from './database.ts';
import { createLogger } from './logger.ts';
import { createNotifier } from './notifier.ts';
import { query } from './query.ts';
import { createTestDatabase, type TestDatabase } from './testing/test-database.ts';
import { waitFor } from './testing/wait-for.ts';

const thing = defineEntity({ name: 'Thing', tableName: 'things', properties: { id: p.integer().primary() } });

class CreateThings extends Migration {
  override up(): void {
    this.addSql('create table things (id int primary key)');
  }
}

let database: TestDatabase;
let orm: MikroORM;
const open = () =>
  openDatabase({
    url: database.url,
    applicationName: 'test',
    entities: [thing],
    migrations: [{ name: 'create-things', class: CreateThings }],
  });

beforeAll(async () => {
  database = await createTestDatabase();
  orm = await open();
});

afterAll(async () => {
  await orm.close(true);
  await database.drop();
});

test('several processes of one service may start at once: migrations run once', async () => {
  const others = await Promise.all([open(), open(), open()]);
  const [row] = await orm.em.fork().execute<{ n: string }[]>('select count(*) as n from mikro_orm_migrations');
  expect(Number(row?.n)).toBe(1);
  await Promise.all(others.map((other) => other.close(true)));
});

class LosesTheLock extends Migration {
  override up(): void {
    // The session that holds the migration lock, as a crash of the server would end it.
    this.addSql(`select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and pid <> pg_backend_pid()
      and database = (select oid from pg_database where datname = current_database())`);
    this.addSql('create table after_the_loss (id int primary key)');
  }
}

test('a lost session while migrations run is an error at most, never the end of the process', async () => {
  const options = { url: database.url, applicationName: 'test', entities: [thing] };
  const other = await openDatabase({
    ...options,
    migrations: [
      { name: 'create-things', class: CreateThings },
      { name: 'loses-the-lock', class: LosesTheLock },
    ],
  });
  expect(await other.em.fork().execute('select * from after_the_loss')).toEqual([]);
  await other.close(true);
});

test('a hook runs once after the commit, never after a rollback, and only inside a transaction', async () => {
  const calls: string[] = [];
  await orm.em.fork().transactional(async (em) => {
    afterCommit(em, 'key', () => calls.push('first'));
    afterCommit(em, 'key', () => calls.push('second'));
    await em.execute('insert into things (id) values (1)');
    expect(calls).toEqual([]);
  });
  expect(calls).toEqual(['second']);
  const failing = orm.em.fork().transactional(async (em) => {
    afterCommit(em, 'key', () => calls.push('rolled back'));
    throw new Error('no');
  });
  await expect(failing).rejects.toThrow('no');
  expect(calls).toEqual(['second']);
  expect(() => afterCommit(orm.em.fork(), 'key', () => undefined)).toThrow('afterCommit needs a transaction');
});

test('M6: a notification reaches every process, coalesced, and a lost connection heals with a general wake-up', async () => {
  const logger = createLogger({ service: 'test', level: 'silent' });
  const [a, b] = [
    createNotifier({ url: database.url, applicationName: 'a', logger }),
    createNotifier({ url: database.url, applicationName: 'b', logger }),
  ];
  const heard: (readonly string[])[] = [];
  b.listen('news', (items) => heard.push(items));
  await waitFor('the first wake-up after connecting', () => heard.length > 0);
  // A notification sent before the other side is connected is lost by design, so it is repeated until it is heard.
  await waitFor('both items', () => {
    a.notify('news', 'one');
    a.notify('news', 'two');
    return heard.some((items) => items.includes('one') && items.includes('two'));
  });
  const before = heard.length;
  await orm.em.fork().execute(`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'b:notify'`);
  await waitFor('a wake-up without items after the reconnect', () => heard.slice(before).some((items) => items.length === 0));
  await Promise.all([a.close(), b.close()]);
});

test('a statement with parameters is prepared once per connection, and one whose table has changed heals by itself', async () => {
  await orm.em.fork().execute('create table notes (id int primary key); insert into notes values (7)');
  const READ = 'select * from notes where id = $1';
  await orm.em.fork().transactional(async (em) => {
    await query(em, READ, [7]);
    await query(em, READ, [8]);
    const prepared = await query(em, `select name from pg_prepared_statements where statement = $1`, [READ]);
    expect(prepared).toHaveLength(1);
  });
  const readAll = () => Promise.all([1, 2, 3].map(() => query(orm.em.fork(), READ, [7])));
  await readAll();
  await orm.em.fork().execute('alter table notes add column text text');
  await readAll().catch(() => undefined);
  expect(await query(orm.em.fork(), READ, [7])).toEqual([{ id: 7, text: null }]);
});

import type { MikroORM } from '@mikro-orm/postgresql';

/** The remote side of crash tests: a table without any constraint, so that a second object would show. */
export interface Ledger {
  createTable(): Promise<void>;
  make(sagaId: string, step: string): Promise<void>;
  has(sagaId: string, step: string): Promise<boolean>;
  remove(sagaId: string, step: string): Promise<void>;
  /** Steps with an object, in the order they were made; doubles are listed twice. */
  objects(sagaId: string): Promise<string[]>;
}

/** Every call commits by itself, as a remote side would. */
export function createLedger(orm: MikroORM): Ledger {
  const run = <T>(sql: string, params: string[] = []): Promise<T[]> => orm.em.fork().execute<T[]>(sql, params);
  return {
    async createTable() {
      await run('create table ledger (seq serial, saga_id uuid, step text)');
    },
    async make(sagaId, step) {
      await run('insert into ledger (saga_id, step) values (?::uuid, ?)', [sagaId, step]);
    },
    async has(sagaId, step) {
      return (await run('select 1 from ledger where saga_id = ?::uuid and step = ?', [sagaId, step])).length > 0;
    },
    async remove(sagaId, step) {
      await run('delete from ledger where saga_id = ?::uuid and step = ?', [sagaId, step]);
    },
    async objects(sagaId) {
      const rows = await run<{ step: string }>('select step from ledger where saga_id = ?::uuid order by seq', [sagaId]);
      return rows.map(({ step }) => step);
    },
  };
}

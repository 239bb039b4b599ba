import { createLogger, newId, openDatabase } from '@mao/service-kit';
import { createTestDatabase, waitFor } from '@mao/service-kit/testing';
import type { EntityManager, MikroORM } from '@mikro-orm/postgresql';
import { createSagaEngine, type SagaEngine, type SagaEngineOptions } from '../engine.ts';
import { sagaMigrations } from '../store/migrations.ts';
import { sagaEntities } from '../store/tables.ts';
import type { SagaTransition, SagaView } from '../view.ts';
import { type Shop, shopSaga } from './shop.ts';

/** A database of its own and engines on it, for tests of the store and the worker. */
export interface EngineRig {
  readonly url: string;
  readonly orm: MikroORM;
  /** An engine that is not started, with its own connections. */
  engine(shop: Shop, options?: Partial<SagaEngineOptions<Shop>>): Promise<SagaEngine>;
  begin(engine: SagaEngine, saga?: { input?: unknown; tag?: string }): Promise<string>;
  inTransaction<T>(work: (em: EntityManager) => Promise<T>): Promise<T>;
  view(engine: SagaEngine, id: string): Promise<SagaView>;
  until(engine: SagaEngine, id: string, what: string, fits: (view: SagaView) => boolean): Promise<SagaView>;
  query<T>(sql: string, params?: readonly unknown[]): Promise<T[]>;
  /** Engines on one database take each other's sagas: call it after each test. */
  stopEngines(): Promise<void>;
  close(): Promise<void>;
}

export async function createEngineRig(): Promise<EngineRig> {
  const database = await createTestDatabase();
  const open = (applicationName: string): Promise<MikroORM> =>
    openDatabase({ url: database.url, applicationName, entities: sagaEntities, migrations: sagaMigrations, poolSize: 6 });
  const orm = await open('rig');
  const logger = createLogger({ service: 'saga-test', level: process.env['TEST_LOG_LEVEL'] ?? 'silent' });
  const engines: SagaEngine[] = [];
  const orms: MikroORM[] = [orm];
  const rig: EngineRig = {
    url: database.url,
    orm,
    async engine(deps, options = {}) {
      const own = await open('engine');
      orms.push(own);
      const engine = createSagaEngine<Shop>({ orm: own, definitions: [shopSaga()], deps, logger, ...options });
      engines.push(engine);
      return engine;
    },
    async begin(engine, { input = {}, tag } = {}) {
      const id = newId();
      await rig.inTransaction((em) => engine.begin(em, { type: 'shop', id, input, ...(tag === undefined ? {} : { tag }) }));
      return id;
    },
    inTransaction: (work) => orm.em.fork().transactional(work),
    async view(engine, id) {
      const view = await engine.read(orm.em.fork(), id);
      if (!view) throw new Error(`no saga ${id}`);
      return view;
    },
    async until(engine, id, what, fits) {
      const seen = await waitFor(
        what,
        async () => {
          const view = await rig.view(engine, id);
          if (fits(view)) return view;
          throw new Error(JSON.stringify(view));
        },
        { everyMs: 10, timeoutMs: 25_000 },
      );
      return seen;
    },
    query: <T>(sql: string, params: readonly unknown[] = []) => orm.em.fork().execute<T[]>(sql, [...params]),
    async stopEngines() {
      for (const engine of engines.splice(0)) await engine.stop(200);
    },
    async close() {
      await rig.stopEngines();
      for (const one of orms) await one.close(true);
      await database.drop();
    },
  };
  return rig;
}

/** Writes each event as a row, so that a test can count what was projected. */
export async function createProjection(
  rig: EngineRig,
): Promise<(em: EntityManager, transitions: readonly SagaTransition[]) => Promise<void>> {
  await rig.query(`create table projected (saga_id uuid, event text, step text, batch integer)`);
  return async (em, transitions) => {
    for (const { saga, events } of transitions) {
      for (const event of events) {
        const step = 'step' in event ? event.step : '';
        await em.execute('insert into projected values (?::uuid, ?, ?, ?)', [saga.id, event.type, step, transitions.length]);
      }
    }
  };
}

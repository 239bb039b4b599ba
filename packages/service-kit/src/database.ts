import type { MigrationObject } from '@mikro-orm/core';
import { Migrator } from '@mikro-orm/migrations';
import { type AnyEntity, type EntityName, type EntitySchema, MikroORM } from '@mikro-orm/postgresql';
import { afterCommitSubscriber } from './after-commit.ts';
import { migrate } from './migrate.ts';
import { PreparedClient } from './prepared-client.ts';

/** A database that is away must show as an error soon, not as a request that hangs. */
const CONNECT_TIMEOUT_MS = 3_000;

/** Kept when idle: a new connection has everything to prepare again. */
const KEPT_CONNECTIONS = 2;

/** A prepared statement is planned once, not by value: our statements find rows by key, and planning costs more than that. */
const SESSION_OPTIONS = '-c plan_cache_mode=force_generic_plan -c jit=off';

export interface DatabaseOptions {
  readonly url: string;
  /** Shown in pg_stat_activity. */
  readonly applicationName: string;
  readonly entities: readonly (EntityName<AnyEntity> | EntitySchema)[];
  readonly migrations: readonly MigrationObject[];
  readonly poolSize?: number;
}

/** Opens the service's own database and brings its tables up to date. Close with `orm.close(true)`. */
export async function openDatabase(options: DatabaseOptions): Promise<MikroORM> {
  const orm = await MikroORM.init({
    clientUrl: options.url,
    // Without any entity MikroORM refuses to start; a service always has at least the messaging tables.
    entities: [...options.entities],
    extensions: [Migrator],
    migrations: {
      migrationsList: [...options.migrations],
      snapshot: false,
      silent: true,
      transactional: true,
      allOrNothing: true,
    },
    subscribers: [afterCommitSubscriber],
    pool: { min: KEPT_CONNECTIONS, max: options.poolSize ?? 10 },
    driverOptions: {
      Client: PreparedClient,
      pipeline: true,
      application_name: options.applicationName,
      options: SESSION_OPTIONS,
      keepAlive: true,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    },
  });
  try {
    await migrate(orm, options.url);
  } catch (error) {
    await orm.close(true);
    throw error;
  }
  return orm;
}

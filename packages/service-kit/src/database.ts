import type { MigrationObject } from '@mikro-orm/core';
import { Migrator } from '@mikro-orm/migrations';
import { type AnyEntity, type EntityName, type EntitySchema, MikroORM } from '@mikro-orm/postgresql';
import { afterCommitSubscriber } from './after-commit.ts';
import { migrate } from './migrate.ts';

/** A database that is away must show as an error soon, not as a request that hangs. */
const CONNECT_TIMEOUT_MS = 3_000;

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
    pool: { min: 0, max: options.poolSize ?? 10 },
    driverOptions: { application_name: options.applicationName, keepAlive: true, connectionTimeoutMillis: CONNECT_TIMEOUT_MS },
  });
  try {
    await migrate(orm, options.url);
  } catch (error) {
    await orm.close(true);
    throw error;
  }
  return orm;
}

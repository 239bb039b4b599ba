import type { MikroORM } from '@mikro-orm/postgresql';
import pg from 'pg';

/** Any number: one lock per database, held while migrations run. */
const MIGRATION_LOCK = 7_203_551;

/** Runs pending migrations. Several processes of one service may start at once: an advisory lock lets one go first. */
export async function migrate(orm: MikroORM, url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  // A server that goes away meanwhile fails the migrations too. Nobody listening, the event itself would end the process.
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await orm.migrator.up();
  } finally {
    // Ending the session releases the lock, whatever happened.
    await client.end();
  }
}

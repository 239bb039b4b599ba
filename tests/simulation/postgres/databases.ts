import { readFileSync } from 'node:fs';
import { connectReally, type RealConnections, runAt } from './real-connections.ts';

const WORLD_SCHEMA = readFileSync(new URL('./world-schema.sql', import.meta.url), 'utf8');
const AT_THE_BEGINNING_MS = 0;

/** The real databases behind the simulated ones, one for each service; they serve one seed after the other. */
export interface Databases {
  readonly connections: ReadonlyMap<string, RealConnections>;
  /** Remembers what the tables hold now: what each seed begins with. */
  keep(): Promise<void>;
  /** Everything as it was then, identities and the order of rows included. */
  reset(): Promise<void>;
  drop(): Promise<void>;
}

/** @param url of a server on which databases may be made; their names begin with `prefix` */
export async function createDatabases(url: string, prefix: string, services: readonly string[]): Promise<Databases> {
  const admin = await connectReally(url);
  const connections = new Map<string, RealConnections>();
  for (const service of services) {
    const name = `${prefix}_${service.replaceAll('-', '_')}`;
    await admin.single.query(`create database ${name}`);
    await admin.single.query(`alter database ${name} set search_path = public, sim, pg_catalog`);
    const own = new URL(url);
    own.pathname = `/${name}`;
    const real = await connectReally(own.href);
    await real.single.query(WORLD_SCHEMA);
    await real.single.query(`create view sim.pg_database as select '${service}'::name as datname`);
    connections.set(service, real);
  }
  const kept = new Map<string, ReadonlyMap<string, string>>();
  return {
    connections,
    async keep() {
      for (const [service, { single }] of connections) {
        const tables = new Map<string, string>();
        for (const name of await tablesWithRows(single)) {
          const { rows } = await single.query<{ rows: string }>(`select jsonb_agg(t)::text as rows from ${name} t`);
          tables.set(name, rows[0]?.rows ?? '[]');
        }
        kept.set(service, tables);
        // Nothing may move rows between two seeds but the seeds.
        for (const name of await allTables(single)) await single.query(`alter table ${name} set (autovacuum_enabled = false)`);
      }
    },
    async reset() {
      await Promise.all([...connections].map(([service, real]) => resetOne(real, kept.get(service) ?? new Map())));
    },
    async drop() {
      for (const [service, real] of connections) {
        await real.close();
        await admin.single.query(`drop database ${prefix}_${service.replaceAll('-', '_')}`);
      }
      await admin.close();
    },
  };
}

async function resetOne({ transaction, single }: RealConnections, kept: ReadonlyMap<string, string>): Promise<void> {
  // A seed may have ended inside of a transaction.
  await transaction.query('rollback');
  const filled = await tablesWithRows(single);
  if (filled.length > 0) await single.query(`truncate ${filled.join(', ')} restart identity cascade`);
  for (const [name, rows] of kept)
    await runAt(single, AT_THE_BEGINNING_MS, {
      text: `insert into ${name} select * from jsonb_populate_recordset(null::${name}, $1)`,
      values: [rows],
    });
  for (const connection of [transaction, single]) {
    await connection.query('select setseed(0.5)');
    // A plan made for the tables of another seed may read these rows in another order.
    await connection.query('discard plans');
  }
}

type Client = RealConnections['single'];

async function allTables(client: Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables
     where schemaname in ('public', 'sim') and tablename <> 'mikro_orm_migrations' order by 1`,
  );
  return rows.map(({ name }) => name);
}

async function tablesWithRows(client: Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind = 'r' and n.nspname in ('public', 'sim') and c.relname <> 'mikro_orm_migrations' and pg_relation_size(c.oid) > 0 order by 1`,
  );
  return rows.map(({ name }) => name);
}

import type { Evidence } from '../../chaos-run/checker/evidence.ts';
import type { RealConnections } from './real-connections.ts';

type Tables = Evidence['databases'][string];

const TABLES = `select tablename as name from pg_tables where schemaname = 'public' order by 1`;

/** Something committed is still on its way: what is read now would not fit together. */
export async function isUnderWay(real: ReadonlyMap<string, RealConnections>): Promise<boolean> {
  for (const { single } of real.values()) {
    const { rows } = await single.query('select 1 from outbox union all select 1 from parked_messages limit 1');
    if (rows.length > 0) return true;
  }
  return false;
}

/** Every row of every table of every service, past the simulated wires. */
export async function readTables(real: ReadonlyMap<string, RealConnections>): Promise<Evidence['databases']> {
  const databases: Record<string, Tables> = {};
  for (const [service, { single }] of real) {
    const tables: Record<string, Tables[string]> = {};
    for (const { name } of (await single.query<{ name: string }>(TABLES)).rows) {
      const { rows } = await single.query<{ row: Tables[string][number] }>(
        `select to_jsonb(t) as row from ${single.escapeIdentifier(name)} t`,
      );
      tables[name] = rows.map(({ row }) => row);
    }
    databases[service] = tables;
  }
  return databases;
}

import type { EntityManager, MikroORM } from '@mikro-orm/postgresql';
import { waitFor } from './wait-for.ts';

/** Sessions of this database that wait for a lock. Not pg_stat_activity: inside a transaction that is read once and kept. */
const WAITING = `select count(distinct waiting.pid)::int as sessions
  from pg_locks waiting join pg_locks held using (pid)
  where not waiting.granted and held.database = (select oid from pg_database where datname = current_database())`;

/**
 * Runs `work` and holds back every write to `table` until `count` of its transactions wait for a lock: all have looked and none has
 * written, which is the worst moment for a look before a write. Left to chance, a busy machine may run them one after the other.
 * Of transactions that lock a row first, one waits for the table and the others for its row; they count as well.
 * @throws Error when `work` ends, or 15 s pass, before so many wait
 */
export async function writeAtOnce<T>(
  orm: MikroORM,
  { table, count }: { readonly table: string; readonly count: number },
  work: () => Promise<T>,
): Promise<T> {
  const { result } = await orm.em.fork().transactional(async (em) => {
    // Of the usual statements this stops only writes: `select … for update` goes on.
    await em.execute(`lock table ${table} in share mode`);
    const result = work();
    let hasEnded = false;
    const end = (): void => {
      hasEnded = true;
    };
    void result.then(end, end);
    await waitFor(`${count} transactions that wait for a lock`, async () => hasEnded || (await areWaiting(em, count)));
    if (!hasEnded) return { result };
    await result;
    throw new Error(`the work ended before ${count} transactions waited to write to ${table}`);
  });
  return result;
}

async function areWaiting(em: EntityManager, count: number): Promise<boolean> {
  const [found] = await em.execute<{ sessions: number }[]>(WAITING);
  return (found?.sessions ?? 0) >= count;
}

import type { EntityManager } from '@mikro-orm/postgresql';
import { CompiledQuery } from 'kysely';

/**
 * One statement with real bind parameters ($1, $2, …), inside the transaction of `em` if it has one.
 * The hot paths use it instead of the ORM; errors are the driver's own, with their SQLSTATE in `code`.
 */
export async function query<Row>(em: EntityManager, sql: string, parameters: readonly unknown[] = []): Promise<Row[]> {
  const compiled: CompiledQuery<unknown> = CompiledQuery.raw(sql, [...parameters]);
  const result = await em.getKysely().executeQuery(compiled);
  return result.rows as Row[];
}

import type { EntityManager } from '@mikro-orm/postgresql';
import { CompiledQuery } from 'kysely';

/**
 * One statement with real bind parameters ($1, $2, …), inside the transaction of `em` if it has one. It is prepared once
 * per connection, which the ORM's own `execute` is not: that one writes the values into the text. Rows come as the
 * database names them, times as text; errors are the driver's own, with their SQLSTATE in `code`.
 */
export async function query<Row>(em: EntityManager, sql: string, parameters: readonly unknown[] = []): Promise<Row[]> {
  const compiled: CompiledQuery<unknown> = CompiledQuery.raw(sql, [...parameters]);
  const result = await em.getKysely().executeQuery(compiled);
  return result.rows as Row[];
}

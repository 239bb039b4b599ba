import type { Notifier } from '@mao/service-kit';
import type { EntityManager } from '@mikro-orm/postgresql';
import { operationChanged } from './accept.ts';

/** Ends an operation that is still open with its answer. An operation of another gateway's database is not ours. */
export async function endOperation(
  em: EntityManager,
  notifier: Notifier,
  operationId: string,
  status: number,
  answer: unknown,
): Promise<void> {
  const ended = await em.execute<{ id: string }[]>(
    `update operations set state = 'succeeded', answer_status = ?, answer = ?, completed_at = now()
     where id = ? and state in ('accepted','running','waiting') returning id`,
    [status, JSON.stringify(answer), operationId],
  );
  if (ended.length > 0) operationChanged(em, notifier, operationId);
}

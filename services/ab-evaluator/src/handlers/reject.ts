import type { Events } from '@mao/contracts';
import type { Outbox } from '@mao/messaging';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Refusal } from '../domain/refusal.ts';

/** Answers a request with its problem. */
export async function reject(
  em: EntityManager,
  outbox: Outbox<Events>,
  request: { readonly abTestId: string; readonly requestId: string },
  refusal: Refusal,
): Promise<void> {
  const { abTestId, requestId } = request;
  await outbox.append(em, {
    type: 'RequestRejected',
    key: abTestId,
    data: { requestId, aggregateId: abTestId, ...refusal },
  });
}

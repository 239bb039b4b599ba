import { LockMode } from '@mikro-orm/core';
import type { EntityManager } from '@mikro-orm/postgresql';
import { TEST_NOT_FOUND } from '../domain/refusal.ts';
import { MetaAbTest } from '../entities/meta-ab-test.ts';
import type { RequestDeps } from './deps.ts';
import { reject } from './reject.ts';

/** The test a request is about, locked until the end of the transaction; null once the request has been turned down. */
export async function findTest(
  em: EntityManager,
  { outbox, patience }: RequestDeps,
  { id: eventId, data }: { readonly id: string; readonly data: { readonly abTestId: string; readonly requestId: string } },
): Promise<MetaAbTest | null> {
  const test = await em.findOne(MetaAbTest, data.abTestId, { lockMode: LockMode.PESSIMISTIC_WRITE });
  if (test !== null) return test;
  patience.wait(eventId);
  await reject(em, outbox, data, TEST_NOT_FOUND);
  return null;
}

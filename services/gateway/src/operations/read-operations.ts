import { query } from '@mao/service-kit';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Operation } from '../entities/operation.ts';

type Row = Omit<Operation, 'createdAt' | 'completedAt'> & { readonly createdAt: string; readonly completedAt: string | null };

/** Every orchestration is looked up once or twice: without the ORM that costs a tenth. */
const SELECT = `
  select id, kind, state, subject, social_account_id as "socialAccountId", aggregate_id as "aggregateId", endpoint,
    idempotency_key as "idempotencyKey", request_hash as "requestHash", answer_status as "answerStatus", answer, result,
    campaign_outcome as "campaignOutcome", insights_outcome as "insightsOutcome", created_at as "createdAt", completed_at as "completedAt"
  from operations`;

export async function operationsById(em: EntityManager, ids: readonly string[]): Promise<Operation[]> {
  return (await query<Row>(em, `${SELECT} where id = any ($1::uuid[])`, [ids])).map(fromRow);
}

export async function operationByKey(
  em: EntityManager,
  key: { readonly subject: string; readonly endpoint: string; readonly idempotencyKey: string },
): Promise<Operation | undefined> {
  const where = 'where subject = $1 and endpoint = $2 and idempotency_key = $3';
  const [row] = await query<Row>(em, `${SELECT} ${where}`, [key.subject, key.endpoint, key.idempotencyKey]);
  return row && fromRow(row);
}

const fromRow = (row: Row): Operation => ({
  ...row,
  createdAt: new Date(row.createdAt),
  completedAt: row.completedAt === null ? null : new Date(row.completedAt),
});

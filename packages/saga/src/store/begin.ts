import { currentTrace, query } from '@mao/service-kit';
import type { EntityManager } from '@mikro-orm/postgresql';
import { toJson } from './json.ts';

/** Inserts a saga that is due at once. False when the id is taken. */
export async function insertSaga(
  em: EntityManager,
  saga: { type: string; version: number; id: string; input: unknown; tag?: string },
): Promise<boolean> {
  const trace = currentTrace();
  const rows = await query(
    em,
    `insert into sagas (id, type, definition_version, status, heading, tag, input, wake_at, correlation_id, causation_id, traceparent)
     select $1::uuid, $2::text, $3::integer, 'running', 'completed', i.tag, $4::jsonb, now(), i.correlation_id, i.causation_id, i.traceparent
     from jsonb_to_record($5::jsonb) as i(tag text, correlation_id text, causation_id text, traceparent text)
     on conflict (id) do nothing returning id`,
    [
      saga.id,
      saga.type,
      saga.version,
      toJson(saga.input ?? null),
      toJson({
        tag: saga.tag,
        correlation_id: trace.correlationId,
        causation_id: trace.causationId,
        traceparent: trace.traceparent,
      }),
    ],
  );
  return rows.length > 0;
}

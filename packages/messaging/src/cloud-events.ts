import type { TraceContext } from '@mao/service-kit';

/** CloudEvents, Kafka binding, binary mode: https://github.com/cloudevents/spec/blob/main/cloudevents/bindings/kafka-protocol-binding.md */
export const HEADER = {
  specVersion: 'ce_specversion',
  id: 'ce_id',
  source: 'ce_source',
  type: 'ce_type',
  time: 'ce_time',
  contentType: 'content-type',
  partitionKey: 'ce_partitionkey',
  correlationId: 'ce_correlationid',
  causationId: 'ce_causationid',
  keySeq: 'ce_keyseq',
  traceparent: 'traceparent',
  /** Set on a dead letter that an operator sends again: it may be older than what its key has seen since. */
  replay: 'x-replay',
} as const;

const CONTENT_TYPE = 'application/vnd.confluent.avro';

/** The headers of a new event, all but `ce_keyseq`, which the database assigns. */
export function eventHeaders(
  event: { id: string; source: string; type: string; time: Date },
  trace: TraceContext,
): Record<string, string> {
  return {
    [HEADER.specVersion]: '1.0',
    [HEADER.id]: event.id,
    [HEADER.source]: event.source,
    [HEADER.type]: event.type,
    [HEADER.time]: event.time.toISOString(),
    [HEADER.contentType]: CONTENT_TYPE,
    ...(trace.correlationId === undefined ? {} : { [HEADER.correlationId]: trace.correlationId }),
    ...(trace.causationId === undefined ? {} : { [HEADER.causationId]: trace.causationId }),
    ...(trace.traceparent === undefined ? {} : { [HEADER.traceparent]: trace.traceparent }),
  };
}

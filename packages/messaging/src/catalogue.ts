/** One version of one event type. `id` is the schema id in the frame's header; `schema` is the parsed .avsc. */
export interface EventSchema {
  readonly id: number;
  readonly topic: string;
  readonly type: string;
  readonly version: number;
  readonly schema: object;
}

export interface TopicSpec {
  readonly name: string;
  readonly partitions: number;
  readonly retentionMs: number;
  readonly compacted?: boolean;
}

/** Everything that may be written to Kafka. Generated and checked in; this package only reads it. */
export interface Catalogue {
  readonly topics: readonly TopicSpec[];
  readonly events: readonly EventSchema[];
}

/** The topics that carry an event type. Some types (a refusal, say) are written to several. */
export function topicsOf(catalogue: Catalogue, type: string): string[] {
  return [...new Set(catalogue.events.filter((event) => event.type === type).map((event) => event.topic))];
}

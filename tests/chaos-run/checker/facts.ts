import type { Evidence, HistoryLine, KafkaRecord, MetaObject, Row } from './evidence.ts';

/** One run as its caller knows it, with everything that carries its name or its ids. */
export interface Run {
  /** Idempotency-Key. */
  readonly key: string;
  /** The campaign name, unlike any other's: by it the objects at Meta are known without help from our own records. */
  readonly name: string;
  readonly asked: Row;
  readonly lines: readonly HistoryLine[];
  /** Operation ids the caller was given. */
  readonly promisedIds: readonly string[];
  /** What the caller saw as its end. */
  readonly seenEnd: Row | undefined;
  /** Rows of the gateway's operations that carry the key. */
  readonly operations: readonly Row[];
  readonly objects: readonly MetaObject[];
}

/** The evidence, put in order once for all invariants. */
export interface Facts extends Evidence {
  readonly runs: readonly Run[];
  /** Of the first copy of each event, in order of topic, partition and offset. */
  readonly events: readonly KafkaRecord[];
  table(service: string, name: string): readonly Row[];
}

/** `chaos run 12`, `chaos run 12 / ad set [xo:…]`, `chaos run 12 creative 1 [xo:…]`. */
const RUN_NAME = /^chaos (?:run|contest) \d+/;

export function factsOf(evidence: Evidence): Facts {
  const table = (service: string, name: string) => evidence.databases[service]?.[name] ?? [];
  return { ...evidence, table, runs: runsOf(evidence, table), events: firstCopies(evidence.records) };
}

function runsOf({ history, objects }: Evidence, table: Facts['table']): Run[] {
  const linesOf = Map.groupBy(
    history.filter(({ op }) => op === 'run'),
    ({ key }) => key,
  );
  const objectsOf = Map.groupBy(objects, ({ name }) => RUN_NAME.exec(name)?.[0] ?? '');
  const operationsOf = Map.groupBy(table('gateway', 'operations'), (row) => text(row['idempotency_key']));
  const ends = new Map(history.filter(({ op }) => op === 'run-end').map(({ key, value }) => [key, value]));
  return [...linesOf].map(([key, lines]) => {
    const asked = lines[0]?.value ?? {};
    const promisedIds = [...new Set(lines.filter(({ phase }) => phase === 'ok').map(({ value }) => text(value['operation_id'])))];
    return {
      key,
      name: text(asked['name']),
      asked,
      lines,
      promisedIds,
      seenEnd: promisedIds.map((id) => ends.get(id)).find((end) => end !== undefined),
      operations: operationsOf.get(key) ?? [],
      objects: objectsOf.get(text(asked['name'])) ?? [],
    };
  });
}

function firstCopies(records: readonly KafkaRecord[]): KafkaRecord[] {
  const seen = new Set<string>();
  return records
    .filter(({ id }) => id !== '')
    .toSorted((a, b) => a.topic.localeCompare(b.topic) || a.partition - b.partition || a.offset - b.offset)
    .filter(({ topic, id }) => {
      const place = `${topic} ${id}`;
      const isFirst = !seen.has(place);
      seen.add(place);
      return isFirst;
    });
}

export const isLive = (object: MetaObject): boolean =>
  object.deleted_time === null && object.status !== 'DELETED' && object.effective_status !== 'DELETED';

export const text = (value: unknown): string => (value === null || value === undefined ? '' : String(value));

export const timeOf = (value: unknown): number => Date.parse(text(value));

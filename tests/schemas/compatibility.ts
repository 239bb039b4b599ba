import avro from 'avsc';

/** One version of one event type. */
export interface Version {
  readonly topic: string;
  readonly type: string;
  readonly version: number;
  readonly schema: object;
}

/**
 * FULL_TRANSITIVE: every version of an event reads every other one, in both directions, and means the same by each field.
 * @returns one sentence per broken pair
 */
export function incompatibilities(events: readonly Version[]): string[] {
  const lineages = Map.groupBy(events, ({ topic, type }) => `${topic}/${type}`);
  return [...lineages].flatMap(([name, versions]) =>
    versions.flatMap((reader) =>
      versions.flatMap((writer) => {
        const problem = reader === writer ? undefined : problemOf(reader, writer);
        return problem === undefined ? [] : [`${name} v${reader.version} cannot read v${writer.version}: ${problem}`];
      }),
    ),
  );
}

function problemOf(reader: Version, writer: Version): string | undefined {
  try {
    parse(reader.schema).createResolver(parse(writer.schema));
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  const meanings = meaningsOf(writer.schema);
  const changed = [...meaningsOf(reader.schema)].find(([path, meaning]) => (meanings.get(path) ?? meaning) !== meaning);
  return changed === undefined ? undefined : `${changed[0]} is now ${changed[1]}`;
}

const parse = (schema: object): avro.Type => avro.Type.forSchema(schema as avro.Schema, { registry: {} });

/** Logical types by path: Avro itself would let a date become a plain number. */
function meaningsOf(schema: unknown, path = ''): Map<string, string> {
  if (Array.isArray(schema)) return new Map(schema.flatMap((part) => [...meaningsOf(part, path)]));
  if (typeof schema === 'string') return schema === 'null' ? new Map() : new Map([[path, 'plain']]);
  const { type, fields, items, logicalType } = schema as Record<string, unknown>;
  if (type === 'record')
    return new Map(
      (fields as { name: string; type: unknown }[]).flatMap((one) => [...meaningsOf(one.type, `${path}/${one.name}`)]),
    );
  if (type === 'array') return meaningsOf(items, `${path}[]`);
  return new Map([[path, String(logicalType ?? 'plain')]]);
}

import { AppError, errorMessage } from '@mao/service-kit';
import avro from 'avsc';
import type { Catalogue, EventSchema } from '../catalogue.ts';
import { frame, unframe } from './frame.ts';
import { logicalTypes } from './logical-types.ts';
import { toPlain } from './plain.ts';
import { registerSchemas } from './registry.ts';

/** Turns events into bytes and back. Always writes the newest version of a type; reads every stored one. */
export interface Codec {
  readonly catalogue: Catalogue;
  /** @throws AppError `event-invalid`: the data do not fit the schema; names the first wrong field */
  encode(topic: string, type: string, data: unknown): Buffer;
  /** @throws AppError `event-undecodable`, permanent: not our wire format, unknown schema id, or broken bytes */
  decode(topic: string, type: string, framed: Buffer): unknown;
}

interface Lineage {
  readonly newest: EventSchema;
  readonly writer: avro.Type;
  readonly readers: ReadonlyMap<number, (body: Buffer) => unknown>;
}

/** A codec has no state: services that live in one process, as in tests, share one. */
const built = new WeakMap<Catalogue, Codec>();

/**
 * Builds every reader at once.
 * @throws AppError `schema-incompatible` when the newest version of a type cannot read a stored one (M18)
 */
export function createCodec(catalogue: Catalogue): Codec {
  const codec = built.get(catalogue) ?? build(catalogue);
  built.set(catalogue, codec);
  return codec;
}

function build(catalogue: Catalogue): Codec {
  const lineages = new Map<string, Lineage>();
  for (const versions of groupByTopicAndType(catalogue.events).values()) {
    const newest = versions[versions.length - 1];
    if (newest) lineages.set(lineageKey(newest.topic, newest.type), buildLineage(newest, versions));
  }
  return {
    catalogue,
    encode(topic, type, data) {
      const lineage = lineages.get(lineageKey(topic, type));
      if (!lineage)
        throw new AppError('event-unknown', { message: `${type} is not an event of topic ${topic}`, permanent: true });
      return frame(lineage.newest.id, encodeBody(lineage.writer, type, data));
    },
    decode(topic, type, framed) {
      const parts = unframe(framed);
      if (!parts) throw undecodable('not in the Confluent wire format');
      const read = lineages.get(lineageKey(topic, type))?.readers.get(parts.schemaId);
      if (!read) throw undecodable(`schema id ${parts.schemaId} is not a version of ${type} on ${topic}`);
      try {
        return toPlain(read(parts.body));
      } catch (error) {
        throw undecodable(errorMessage(error), error);
      }
    },
  };
}

/** As `createCodec`, with the ids that a Confluent-compatible registry gives to our schemas (subject `<topic>-<EventType>`). */
export async function createRegistryCodec(catalogue: Catalogue, registryUrl: string): Promise<Codec> {
  return createCodec({ topics: catalogue.topics, events: await registerSchemas(registryUrl, catalogue.events) });
}

const lineageKey = (topic: string, type: string): string => `${topic}\n${type}`;

function groupByTopicAndType(events: readonly EventSchema[]): Map<string, EventSchema[]> {
  return Map.groupBy(
    events.toSorted((a, b) => a.version - b.version),
    (event) => lineageKey(event.topic, event.type),
  );
}

function parse(schema: object): avro.Type {
  return avro.Type.forSchema(schema as avro.Schema, { registry: {}, logicalTypes, omitRecordMethods: true });
}

function buildLineage(newest: EventSchema, versions: readonly EventSchema[]): Lineage {
  const reader = parse(newest.schema);
  const readers = versions.map((version) => [version.id, readerOf(reader, newest, version)] as const);
  return { newest, writer: reader, readers: new Map(readers) };
}

function readerOf(reader: avro.Type, newest: EventSchema, version: EventSchema): (body: Buffer) => unknown {
  if (version === newest) return (body) => reader.fromBuffer(body);
  const writer = parse(version.schema);
  try {
    const resolver = reader.createResolver(writer);
    return (body) => reader.fromBuffer(body, resolver);
  } catch (error) {
    throw new AppError('schema-incompatible', {
      message: `${newest.type} v${newest.version} cannot read v${version.version} on ${newest.topic}: ${errorMessage(error)}`,
      cause: error,
    });
  }
}

function encodeBody(writer: avro.Type, type: string, data: unknown): Buffer {
  const problems: string[] = [];
  if (writer.isValid(data, { errorHook: (path) => problems.push(path.join('.')) })) return writer.toBuffer(data);
  throw new AppError('event-invalid', {
    message: `${type} does not fit its schema at: ${problems.join(', ')}`,
    permanent: true,
    details: { type, problems },
  });
}

function undecodable(why: string, cause?: unknown): AppError {
  return new AppError('event-undecodable', { message: why, permanent: true, cause });
}

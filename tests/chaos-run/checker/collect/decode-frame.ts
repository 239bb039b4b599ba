import { readFileSync } from 'node:fs';
import { readFrame } from '../../../schemas/plain-avro-reader.ts';
import type { Row } from '../evidence.ts';

const SCHEMAS = new URL('../../../../schemas/', import.meta.url);
const schemas = new Map<number, unknown>();

/** An event's bytes by the checked-in schema whose id stands in their frame, read without the product's codec. */
export function decodeFrame(frame: Buffer | null): Row | null {
  if (frame === null) return null;
  const id = frame.readUInt32BE(1);
  return readFrame(frame, id, schemaOf(id)) as Row;
}

function schemaOf(id: number): unknown {
  if (schemas.size === 0) {
    const { events } = readJson('catalogue.json') as { events: { id: number; file: string }[] };
    for (const event of events) schemas.set(event.id, readJson(event.file));
  }
  const schema = schemas.get(id);
  if (schema === undefined) throw new Error(`no schema has the id ${id}`);
  return schema;
}

const readJson = (file: string): unknown => JSON.parse(readFileSync(new URL(file, SCHEMAS), 'utf8'));

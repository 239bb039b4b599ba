import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type AvroType, interfacesOf } from './type-of.ts';

const HEADER = '// Generated from schemas/ by `npm run generate`. Do not edit: change or add a schema and generate again.\n';

interface CatalogueFile {
  readonly topics: readonly {
    readonly name: string;
    readonly partitions: number;
    readonly retentionDays?: number;
    readonly compacted: boolean;
  }[];
  readonly events: readonly { readonly id: number; readonly file: string }[];
}

interface StoredSchema {
  readonly id: number;
  readonly topic: string;
  readonly type: string;
  readonly version: number;
  readonly schema: AvroType;
}

/** Reads `schemas/` and returns the text of both generated files. */
export function render(schemasDir: string): { events: string; catalogue: string } {
  const file = JSON.parse(readFileSync(join(schemasDir, 'catalogue.json'), 'utf8')) as CatalogueFile;
  const stored = file.events.map((entry) => readSchema(schemasDir, entry));
  return { events: renderEvents(newest(stored)), catalogue: renderCatalogue(file, stored) };
}

function readSchema(schemasDir: string, entry: { id: number; file: string }): StoredSchema {
  const match = /^([a-z-]+)\/([A-Za-z]+)\.v(\d+)\.avsc$/.exec(entry.file);
  const [, topic, type, version] = match ?? [];
  if (topic === undefined || type === undefined) throw new Error(`${entry.file}: expected <topic>/<EventName>.v<N>.avsc`);
  return {
    id: entry.id,
    topic,
    type,
    version: Number(version),
    schema: JSON.parse(readFileSync(join(schemasDir, entry.file), 'utf8')) as AvroType,
  };
}

function newest(stored: readonly StoredSchema[]): StoredSchema[] {
  const byType = new Map<string, StoredSchema>();
  for (const schema of stored) {
    const other = byType.get(schema.type);
    if (!other || other.version < schema.version) byType.set(schema.type, schema);
  }
  return [...byType.values()];
}

function renderEvents(schemas: readonly StoredSchema[]): string {
  const interfaces = new Map(schemas.flatMap(({ schema }) => interfacesOf(schema)).map(({ name, text }) => [name, text]));
  const map = schemas.map(({ type }) => `  readonly ${type}: ${type};\n`).join('');
  return `${HEADER}\n${[...interfaces.values()].join('\n')}\n/** Every event type and its data. */\nexport interface Events {\n${map}}\n`;
}

function renderCatalogue(file: CatalogueFile, stored: readonly StoredSchema[]): string {
  const topics = file.topics.map(({ name, partitions, retentionDays, compacted }) => ({
    name,
    partitions,
    retentionMs: retentionDays === undefined ? -1 : retentionDays * 86_400_000,
    compacted,
  }));
  return `${HEADER}\n/** Topics and event schemas with their fixed ids. */\nexport const catalogue = ${JSON.stringify({ topics, events: stored }, null, 2)};\n`;
}

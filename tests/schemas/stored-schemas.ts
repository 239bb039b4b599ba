import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { catalogue, type Events } from '@mao/contracts';

const SCHEMAS = join(import.meta.dirname, '..', '..', 'schemas');
const GOLDEN = join(import.meta.dirname, 'golden');

export type EventType = keyof Events & string;
export type EventSchema = (typeof catalogue.events)[number];

/** Bytes of one event as they lie on Kafka, and what they mean (times as ISO 8601 text). */
export interface Golden {
  readonly hex: string;
  readonly data: unknown;
}

export const fileOf = ({ topic, type, version }: Pick<EventSchema, 'topic' | 'type' | 'version'>): string =>
  `${topic}/${type}.v${version}.avsc`;

export const goldenPath = ({ topic, type, version }: EventSchema): string => join(GOLDEN, `${topic}.${type}.v${version}.json`);

export function goldenOf(event: EventSchema): Golden | undefined {
  const path = goldenPath(event);
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Golden) : undefined;
}

export const FINGERPRINTS = join(import.meta.dirname, 'fingerprints.json');

/** sha256 over the bytes of each schema file in the catalogue. */
export function fingerprints(): Record<string, string> {
  const entries = catalogue.events.map((event) => {
    const bytes = readFileSync(join(SCHEMAS, fileOf(event)));
    return [fileOf(event), createHash('sha256').update(bytes).digest('hex')] as const;
  });
  return Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RunFacts } from '../evidence.ts';
import { readDatabase } from './read-database.ts';
import { readKafka } from './read-kafka.ts';
import { readMeta } from './read-meta.ts';

export interface Places {
  readonly brokers: string;
  /** Connection string by service. */
  readonly databases: Readonly<Record<string, string>>;
  readonly fakeUrl: string;
}

/** Reads everything that is left of a run into files of a folder, beside the history the client wrote there. */
export async function collectEvidence(places: Places, run: RunFacts, folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const save = (name: string, content: unknown) => writeFileSync(join(folder, name), JSON.stringify(content));
  save('run.json', run);
  const { records, offsets } = await readKafka(places.brokers);
  save('records.json', records);
  save('offsets.json', offsets);
  const databases: Record<string, unknown> = {};
  for (const [service, url] of Object.entries(places.databases)) databases[service] = await readDatabase(url);
  save('databases.json', databases);
  const { objects, journal, summary, truths } = await readMeta(places.fakeUrl);
  save('objects.json', objects);
  save('journal.json', journal);
  save('summary.json', summary);
  save('truths.json', truths);
}

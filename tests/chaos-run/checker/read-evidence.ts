import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Evidence, HistoryLine } from './evidence.ts';

/** What was collected of a run, from its folder. */
export function readEvidence(folder: string): Evidence {
  const read = <T>(name: string): T => JSON.parse(readFileSync(join(folder, name), 'utf8')) as T;
  const lines = readFileSync(join(folder, 'history.jsonl'), 'utf8').split('\n');
  return {
    run: read('run.json'),
    history: lines.filter((line) => line !== '').map((line) => JSON.parse(line) as HistoryLine),
    objects: read('objects.json'),
    journal: read('journal.json'),
    summary: read('summary.json'),
    truths: read('truths.json'),
    records: read('records.json'),
    offsets: read('offsets.json'),
    databases: read('databases.json'),
  };
}

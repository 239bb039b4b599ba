import { check } from '../check.ts';
import type { Evidence, HistoryLine, JournalEntry, KafkaRecord, MetaObject, Row } from '../evidence.ts';
import { isPassed } from '../finding.ts';
import { soundEntry, soundEvidence, soundLine } from './sound-evidence.ts';

// A check we rely on is itself checked: each test plants one violation in a run where all is well, and it must be seen.

/** What was planted, the invariants that must fail (no others may), and how it is planted. */
export type Planted = readonly [what: string, invariants: readonly string[], plant: Plant];

export type Plant = (sound: Evidence) => Partial<Evidence>;

/** After all entries of the sound journal. */
const LATE_ENTRY = 100;

export const failedBy = (plant: Plant): string[] => {
  const sound = soundEvidence();
  return check({ ...sound, ...plant(sound) })
    .filter((finding) => !isPassed(finding))
    .map(({ invariant }) => invariant);
};

/** The database with one table changed. */
export const withTable = (
  { databases }: Evidence,
  service: string,
  table: string,
  change: (rows: readonly Row[]) => readonly Row[],
) => ({
  databases: { ...databases, [service]: { ...databases[service], [table]: change(databases[service]?.[table] ?? []) } },
});

export const withOperation = (sound: Evidence, id: string, change: Row) =>
  withTable(sound, 'gateway', 'operations', (rows) => rows.map((row) => (row['id'] === id ? { ...row, ...change } : row)));

export const withObject = ({ objects }: Evidence, id: string, change: Partial<MetaObject>) => ({
  objects: objects.map((object) => (object.id === id ? { ...object, ...change } : object)),
});

export const without = (id: string) => (rows: readonly Row[]) => rows.filter((row) => !Object.values(row).includes(id));

export const line = (...known: Parameters<typeof soundLine>): HistoryLine => ({ ...soundLine(...known), at: 0 });

export const entry = (path: string, body: Row, more: Partial<JournalEntry> = {}): JournalEntry => ({
  ...soundEntry(LATE_ENTRY, path, body),
  ...more,
});

export const copyOf = (sound: Evidence, type: string, change: Partial<KafkaRecord>): KafkaRecord => {
  const record = sound.records.find((candidate) => candidate.type === type);
  if (record === undefined) throw new Error(`no ${type}`);
  return { ...record, offset: record.offset + 50, ...change };
};

/** Another event that its readers have handled. */
export const handled = (sound: Evidence, record: KafkaRecord): Partial<Evidence> => {
  const databases = Object.fromEntries(
    Object.entries(sound.databases).map(([service, tables]) => [
      service,
      { ...tables, inbox: [...(tables['inbox'] ?? []), { event_id: record.id }] },
    ]),
  );
  return { databases, records: [...sound.records, record] };
};

import type { Evidence, JournalEntry, MetaObject, MetaSummary, Row } from '../evidence.ts';

type MetaEvidence = Pick<Evidence, 'objects' | 'journal' | 'summary' | 'truths'>;

/** The fake's own record, over its control interface. */
export async function readMeta(fakeUrl: string): Promise<MetaEvidence> {
  const read = async <T>(path: string): Promise<T> => {
    const response = await fetch(`${fakeUrl}/__fake/${path}`);
    if (!response.ok) throw new Error(`GET ${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as T;
  };
  const { data: objects } = await read<{ data: MetaObject[] }>('objects');
  const { data: journal } = await read<{ data: JournalEntry[] }>('journal');
  const truths: Record<string, Row[]> = {};
  for (const { id, level, deleted_time } of objects) {
    if (level !== 'ad' || deleted_time !== null) continue;
    const { data } = await read<{ data: Row[] }>(`truth?ad=${id}&from=${daysAgo(30)}`);
    if (data.length > 0) truths[id] = data;
  }
  return { objects, journal, summary: await read<MetaSummary>('summary'), truths };
}

const DAY_MS = 86_400_000;
const daysAgo = (days: number): string => new Date(Date.now() - days * DAY_MS).toISOString().slice(0, 10);

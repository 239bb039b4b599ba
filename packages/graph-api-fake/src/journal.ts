import type { Params } from './params/decode-parameter.ts';

/** One Graph request as the control interface shows it. `status` is null when the connection was reset instead of answered. */
export interface JournalEntry {
  readonly n: number;
  readonly at: string;
  readonly virtual_at: string;
  readonly method: string;
  /** Without version and query. */
  readonly path: string;
  readonly account: string | null;
  /** Query and body parameters together, without tokens and proofs. */
  readonly body: Params;
  readonly status: number | null;
  readonly error_code: number | null;
  /** Type of the fault action that hit this request. */
  readonly fault: string | null;
  readonly created: readonly string[];
}

export interface Journal {
  add(entry: Omit<JournalEntry, 'n'>): JournalEntry;
  /** Puts back a saved entry under its old number. */
  restore(entry: JournalEntry): void;
  since(n: number): readonly JournalEntry[];
  clear(): void;
}

/** Keeps the latest `limit` requests; numbers go on after older ones are forgotten. */
export function createJournal(limit: number): Journal {
  let entries: JournalEntry[] = [];
  let lastNumber = 0;

  const push = (entry: JournalEntry): void => {
    entries.push(entry);
    lastNumber = entry.n;
    // Cut in bulk: one shift per request would cost more than the request.
    if (entries.length >= limit * 1.25 + 1) entries = entries.slice(-limit);
  };

  return {
    add: (fields) => {
      const entry = { n: lastNumber + 1, ...fields };
      push(entry);
      return entry;
    },
    restore: push,
    since: (n) => {
      const first = entries[0]?.n ?? 0;
      return entries.slice(Math.max(0, n + 1 - first, entries.length - limit));
    },
    clear: () => {
      entries = [];
      lastNumber = 0;
    },
  };
}

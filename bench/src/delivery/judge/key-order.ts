/** One record or one effect, in the order in which it happened. */
export interface Delivered {
  readonly eventId: string;
  readonly key: string;
  /** Gap-free per key, from 1. */
  readonly keySeq: number;
}

export interface KeyOrder {
  readonly keys: number;
  /** Different events. */
  readonly events: number;
  /** Further copies of events that came before. */
  readonly repeats: number;
  /** First deliveries that came after a later one of their key. */
  readonly inversions: number;
  /** Numbers below the highest of their key that never came. */
  readonly gaps: number;
}

/** Judges what was delivered, key by key. Only the first copy of an event has a place in the order. */
export function judgeKeyOrder(delivered: Iterable<Delivered>): KeyOrder {
  const seen = new Set<string>();
  const byKey = new Map<string, { count: number; highest: number }>();
  let [repeats, inversions] = [0, 0];
  for (const { eventId, key, keySeq } of delivered) {
    if (seen.has(eventId)) {
      repeats += 1;
      continue;
    }
    seen.add(eventId);
    const { count, highest } = byKey.get(key) ?? { count: 0, highest: 0 };
    if (keySeq <= highest) inversions += 1;
    byKey.set(key, { count: count + 1, highest: Math.max(highest, keySeq) });
  }
  const gaps = [...byKey.values()].reduce((sum, { count, highest }) => sum + Math.max(0, highest - count), 0);
  return { keys: byKey.size, events: seen.size, repeats, inversions, gaps };
}

export interface Difference {
  /** Committed by a writer, and never delivered. */
  readonly lost: number;
  /** Delivered, and never committed by a writer. */
  readonly unheardOf: number;
}

export function compareIds(committed: readonly string[], delivered: readonly Delivered[]): Difference {
  const [wanted, came] = [new Set(committed), new Set(delivered.map(({ eventId }) => eventId))];
  const missingIn = (one: ReadonlySet<string>, other: ReadonlySet<string>) => [...one].filter((id) => !other.has(id)).length;
  return { lost: missingIn(wanted, came), unheardOf: missingIn(came, wanted) };
}

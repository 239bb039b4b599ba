import type { Party } from './party.ts';

export interface Entry {
  /** Virtual milliseconds since 1970, with fractions. */
  readonly at: number;
  readonly number: number;
  readonly what: string;
  readonly party: Party;
  /** May take real time (a query of the real database): the world stands still until it is over. */
  readonly act: () => void | Promise<void>;
  isCancelled: boolean;
}

/** What will happen, in the order in which it will. */
export interface Agenda {
  add(entry: Entry): void;
  next(): Entry | undefined;
}

export function createAgenda(): Agenda {
  // Latest first, so that the next one is taken from the end.
  const entries: Entry[] = [];
  const isLater = (a: Entry, b: Entry): boolean => a.at > b.at || (a.at === b.at && a.number > b.number);
  return {
    add(entry) {
      let low = 0;
      let high = entries.length;
      while (low < high) {
        const middle = (low + high) >> 1;
        const other = entries[middle];
        if (other !== undefined && isLater(other, entry)) low = middle + 1;
        else high = middle;
      }
      entries.splice(low, 0, entry);
    },
    next: () => entries.pop(),
  };
}

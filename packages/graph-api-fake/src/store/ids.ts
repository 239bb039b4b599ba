/** Object ids: 18-digit numeric strings in order, above 2^53 so that a caller who parses them as numbers is found out. */
export interface IdSource {
  next(): string;
  /** Continues after this id if it is ahead of what was handed out. */
  skipPast(id: string): void;
  /** The id handed out last; the one before the first when there was none. */
  last(): string;
}

export function createIdSource(firstId: string): IdSource {
  if (!/^[1-9]\d{17}$/.test(firstId)) throw new Error(`firstId must have 18 digits, got ${firstId}`);
  let next = BigInt(firstId);
  return {
    next: () => {
      const id = next.toString();
      next += 1n;
      return id;
    },
    skipPast: (id) => {
      const past = BigInt(id) + 1n;
      if (past > next) next = past;
    },
    last: () => (next - 1n).toString(),
  };
}

/** Something a caller used that the fake does not know: either the caller is wrong, or the fake has fallen behind Meta. */
export interface Drift {
  readonly kind: 'parameter' | 'field' | 'route';
  readonly method: string;
  /** With ids left out: `/act_{id}/campaigns`. */
  readonly path: string;
  /** The parameter or field; nested ones as a path (`targeting.colour`). Empty for a route. */
  readonly name: string;
  readonly first_at: string;
  count: number;
}

export interface DriftBook {
  note(kind: Drift['kind'], method: string, path: string, name: string): void;
  all(): readonly Drift[];
  clear(): void;
}

// A hostile caller can invent names without end.
const MAX_ENTRIES = 1000;

export function createDriftBook(): DriftBook {
  const entries = new Map<string, Drift>();
  return {
    note: (kind, method, rawPath, name) => {
      const path = rawPath.replace(/\d{2,}|(?<=[/_])\d+/g, '{id}');
      const key = `${kind} ${method} ${path} ${name}`;
      const known = entries.get(key);
      if (known !== undefined) known.count += 1;
      else if (entries.size < MAX_ENTRIES) {
        entries.set(key, { kind, method, path, name, first_at: new Date().toISOString(), count: 1 });
      }
    },
    all: () => [...entries.values()],
    clear: () => entries.clear(),
  };
}

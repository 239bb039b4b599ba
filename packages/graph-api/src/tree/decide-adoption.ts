import type { FoundObject } from './find-by-marker.ts';

/** What a search after an ambiguous create means. */
export type Adoption =
  | { readonly do: 'none' }
  | { readonly do: 'adopt'; readonly id: string; readonly duplicates: readonly string[] }
  | { readonly do: 'refuse'; readonly id: string; readonly reason: string };

/**
 * Decides what the objects found by a marker mean: none; adopt the oldest, with `duplicates` (all PAUSED) to delete and an
 * alarm to raise; or refuse, because what carries the marker is not what was sent (running, or of another objective).
 */
export function decideAdoption(found: readonly FoundObject[], expected: { readonly objective?: string | null } = {}): Adoption {
  const [oldest, ...others] = found;
  if (oldest === undefined) return { do: 'none' };
  const running = found.find((object) => object.status !== 'PAUSED');
  if (running) return { do: 'refuse', id: running.id, reason: `status is ${running.status}, expected PAUSED` };
  const objective = expected.objective ?? null;
  const other = found.find((object) => objective !== null && object.objective !== null && object.objective !== objective);
  if (other) return { do: 'refuse', id: other.id, reason: `objective is ${other.objective}, expected ${objective}` };
  return { do: 'adopt', id: oldest.id, duplicates: others.map((object) => object.id) };
}

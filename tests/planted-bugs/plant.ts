import { sep } from 'node:path';
import { BUGS } from './bugs.ts';
import type { Edit, PlantedBug } from './planted-bug.ts';

// Source is changed while it is loaded, by the test runner's loaders only: no file changes, and no shipped code has a switch.

/** @throws Error when there is no such bug */
export function bugNamed(name: string): PlantedBug {
  const bug = BUGS.find((known) => known.name === name);
  if (bug === undefined) throw new Error(`there is no planted bug "${name}"`);
  return bug;
}

/** @returns the source with the bug's edits to this file in it. @throws Error when an edit no longer fits the source */
export function plantIn(source: string, path: string, bug: PlantedBug): string {
  const own = bug.edits.filter(({ file }) => path.endsWith(sep + file.replaceAll('/', sep)));
  return place(source, own);
}

/** All places are looked for in the original: one edit may write what another one finds. */
function place(source: string, edits: readonly Edit[]): string {
  const found = edits.map((edit) => ({ ...edit, at: placeOf(source, edit) })).sort((one, other) => other.at - one.at);
  return found.reduce((text, { at, find, replace }) => text.slice(0, at) + replace + text.slice(at + find.length), source);
}

function placeOf(source: string, { file, find }: Edit): number {
  const at = source.indexOf(find);
  if (at < 0 || source.includes(find, at + 1)) throw new Error(`${file} does not hold exactly once: ${find}`);
  return at;
}

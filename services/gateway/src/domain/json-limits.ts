import { escapePart } from './json-pointer.ts';

/** Deeper than anything our requests know. Beyond some ten thousand levels, reading a value recursively ends the call stack. */
const MAX_DEPTH = 32;

/** True when objects and arrays lie deeper in each other than any request needs. Looks no deeper than that itself. */
export function isNestedTooDeep(value: unknown, depthLeft: number = MAX_DEPTH): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return depthLeft === 0 || Object.values(value).some((inner) => isNestedTooDeep(inner, depthLeft - 1));
}

interface Unstorable {
  readonly pointer: string;
  readonly detail: string;
}

/** Text that PostgreSQL cannot store: NUL characters and halves of surrogate pairs. */
export function unstorableText(value: unknown, pointer = ''): Unstorable[] {
  if (typeof value === 'string')
    return isStorable(value) ? [] : [{ pointer, detail: 'must be well-formed text without NUL characters' }];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    isStorable(key)
      ? unstorableText(inner, `${pointer}/${escapePart(key)}`)
      : [{ pointer, detail: 'has a field name that is not well-formed text' }],
  );
}

export const isStorable = (text: string): boolean => !text.includes('\u0000') && text.isWellFormed();

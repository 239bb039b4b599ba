import { v5, v7 } from 'uuid';

/** A UUIDv7: sortable by creation time, made by us and never by a database or by Meta. */
export const newId = (): string => v7();

/** Any fixed UUID: the name space of our derived ids. */
const NAME_SPACE = '2f0f0d52-6b0f-4f7a-9f0a-51f6b7a0c0de';

/** The same id for the same parts, always: for things that may be announced more than once but are one. */
export const derivedId = (...parts: readonly string[]): string => v5(parts.join('|'), NAME_SPACE);

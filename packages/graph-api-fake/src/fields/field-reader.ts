import type { StoredObject } from '../store/stored-object.ts';
import type { World } from '../world.ts';
import type { FieldRequest } from './parse-fields.ts';

/** Reads one field. undefined: known, but this object has nothing there. */
export type FieldReader = (world: World, object: StoredObject, inner: readonly FieldRequest[]) => unknown;

export type FieldTable = ReadonlyMap<string, FieldReader>;

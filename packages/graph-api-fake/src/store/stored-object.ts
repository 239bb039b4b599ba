import type { ReviewChange } from '../review.ts';

/**
 * What the fake keeps. `media` is an Instagram container, `post` what publishing made of it, `report` an insights run,
 * `request_set` an asynchronous batch and `request` one of its entries.
 */
export type Level =
  | 'campaign'
  | 'adset'
  | 'creative'
  | 'ad'
  | 'video'
  | 'image'
  | 'media'
  | 'post'
  | 'label'
  | 'report'
  | 'request_set'
  | 'request';

export type ConfiguredStatus = 'ACTIVE' | 'PAUSED' | 'ARCHIVED' | 'DELETED';

export interface StatusChange {
  readonly atMs: number;
  readonly status: ConfiguredStatus;
}

/** One object at "Meta". Deleted objects stay: they are readable by id and part of the control interface's record. */
export interface StoredObject {
  readonly id: string;
  /** Order of creation; lists and cursors follow it. */
  readonly seq: number;
  readonly level: Level;
  /** `act_<digits>`, or the Instagram user's id for media and posts. */
  readonly account: string;
  /** Decoded parameters as sent, `name` included. */
  values: Record<string, unknown>;
  status: ConfiguredStatus;
  /** Every status the object had, oldest first; delivery is derived from it. */
  readonly statusLog: StatusChange[];
  readonly campaignId: string | null;
  readonly adSetId: string | null;
  creativeId: string | null;
  labelIds: string[];
  readonly createdAtMs: number;
  updatedAtMs: number;
  deletedAtMs: number | null;
  /** Lists and label edges show the object from then on. */
  listedFromMs: number;
  /** Until then even its own id answers 100/33, as a report run's does right after its POST. */
  readableFromMs?: number;
  /** Scripted outcomes of review and processing, oldest first. */
  reviews?: ReviewChange[];
}

export function nameOf(object: StoredObject): string {
  const name = object.values['name'];
  return typeof name === 'string' ? name : '';
}

export function textValue(object: StoredObject, key: string): string | null {
  const value = object.values[key];
  return typeof value === 'string' ? value : null;
}

export function numberValue(object: StoredObject, key: string): number | null {
  const value = object.values[key];
  return typeof value === 'number' ? value : null;
}

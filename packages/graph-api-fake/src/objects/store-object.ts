import { type GraphReply, reply } from '../graph-call.ts';
import type { Params } from '../params/decode-parameter.ts';
import type { ConfiguredStatus, Level, StoredObject } from '../store/stored-object.ts';
import type { World } from '../world.ts';

export interface NewObject {
  readonly level: Level;
  readonly account: string;
  readonly values: Params;
  readonly status?: ConfiguredStatus;
  readonly campaignId?: string | null;
  readonly adSetId?: string | null;
  readonly creativeId?: string | null;
}

/** Puts a new object under the next id. */
export function storeObject(world: World, made: NewObject): StoredObject {
  const id = world.ids.next();
  const nowMs = world.clock.nowMs();
  const status = made.status ?? 'ACTIVE';
  const object: StoredObject = {
    id,
    seq: sequenceOf(id),
    level: made.level,
    account: made.account,
    values: made.values,
    status,
    statusLog: [{ atMs: nowMs, status }],
    campaignId: made.campaignId ?? null,
    adSetId: made.adSetId ?? null,
    creativeId: made.creativeId ?? null,
    labelIds: [],
    createdAtMs: nowMs,
    updatedAtMs: nowMs,
    deletedAtMs: null,
    listedFromMs: nowMs,
  };
  world.store.insert(object);
  return object;
}

/** Ids count up in their last 15 digits, which a number holds exactly. */
function sequenceOf(id: string): number {
  return Number(id.slice(3));
}

/** Whether the caller only wants to know if the creation would be accepted. */
export function isValidateOnly(params: Params): boolean {
  const options = params['execution_options'];
  const text = Array.isArray(options) ? options.join() : String(options ?? '');
  return text.includes('validate_only');
}

export const VALIDATED: GraphReply = reply({ success: true });

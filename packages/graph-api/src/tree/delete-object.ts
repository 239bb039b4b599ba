import type { AccountAccess } from '../access.ts';
import type { CallResult, GraphError } from '../errors/graph-error.ts';
import { READ_POINTS, WRITE_POINTS } from '../governor/limits.ts';
import { objectNode } from '../ids.ts';
import type { Level } from '../levels.ts';
import { successResult, unreadable } from '../wire/read-result.ts';
import type { GraphWire, Transport } from '../wire/transport.ts';
import { getObject } from './get-object.ts';

/** `deleted`: Meta still shows it, as DELETED. `absent`: a read by id says it does not exist. Either is done. */
export interface Deletion {
  readonly state: 'deleted' | 'absent';
}

/** A refusal that may only mean "it is already gone"; the read decides. */
const mayMeanGone = (error: GraphError): boolean => error.class === 'NOT_FOUND' || error.class === 'VALIDATION';

/**
 * Deletes one object by id and reads it again. The path is digits, so an ad account or a collection, whose DELETE would
 * remove everything in it, cannot be named.
 */
export async function deleteObject(
  wire: GraphWire,
  access: AccountAccess,
  level: Level,
  id: string,
): Promise<CallResult<Deletion>> {
  const path = `/${objectNode(id)}`;
  const call = { lane: 'undo', bucket: 'ads_management', isMutation: true, points: WRITE_POINTS + READ_POINTS } as const;
  return wire.inGroup(access, call, (group) => deleteAndProve(group, access, level, { id, path }));
}

async function deleteAndProve(
  transport: Transport,
  access: AccountAccess,
  level: Level,
  { id, path }: { readonly id: string; readonly path: string },
): Promise<CallResult<Deletion>> {
  const deletion = successResult(await transport.send(access, { method: 'DELETE', path, params: {} }));
  if (!deletion.ok && !mayMeanGone(deletion.error)) return deletion;
  const statusField = level === 'creative' ? 'status' : 'effective_status';
  const node = await getObject(transport, access, id, [statusField]);
  if (!node.ok) return node.error.class === 'NOT_FOUND' ? { ok: true, value: { state: 'absent' } } : node;
  const status = String(node.value[statusField] ?? 'unknown');
  if (status === 'DELETED') return { ok: true, value: { state: 'deleted' } };
  return deletion.ok ? unreadable(`deleted, but still shown as ${status}`) : deletion;
}

import type { AccountAccess } from '../access.ts';
import type { CallResult } from '../errors/graph-error.ts';
import { type GraphFields, isFields, type Json } from '../json.ts';
import type { Level } from '../levels.ts';
import type { GraphWire, Transport } from '../wire/transport.ts';
import { getObject } from './get-object.ts';

/** What was sent for an object (`payloadFor`), to be compared with what Meta holds. */
export interface VerifyRequest {
  readonly level: Level;
  readonly id: string;
  readonly fields: GraphFields;
  /** The status the object must have now; a creative's is not ours to set. Default PAUSED. */
  readonly status?: 'PAUSED' | 'ACTIVE';
}

/** One field that is not as sent. Values as text, for a message. */
export interface Mismatch {
  readonly field: string;
  readonly expected: string;
  readonly actual: string;
}

/** `pending`: Meta is still working on it (IN_PROCESS): ask again, up to the caller's deadline. */
export type Verification =
  | { readonly state: 'matches'; readonly effectiveStatus: string | null }
  | { readonly state: 'pending'; readonly effectiveStatus: string }
  | { readonly state: 'differs'; readonly effectiveStatus: string | null; readonly mismatches: readonly Mismatch[] };

/** What decides where money goes and how much. Names and targeting are not compared: Meta normalises both. */
const COMPARED: Readonly<Record<Level, readonly string[]>> = {
  campaign: ['objective', 'daily_budget', 'lifetime_budget'],
  ad_set: ['campaign_id', 'optimization_goal', 'billing_event', 'daily_budget', 'lifetime_budget'],
  creative: [],
  ad: ['adset_id', 'creative'],
};

/** Meta returns budgets as strings and a creative under `id`, where we send a number and `creative_id`. */
function asText(value: Json | undefined): string {
  if (value === undefined || value === null) return 'nothing';
  if (isFields(value)) return asText(value['creative_id'] ?? value['id']);
  return String(value);
}

/** Compares what was sent with what was read. Pure. */
export function compareObject(request: VerifyRequest, node: GraphFields): Verification {
  const { level, fields } = request;
  const status: GraphFields = level === 'creative' ? {} : { status: request.status ?? 'PAUSED' };
  const compared = Object.entries({ ...fields, ...status }).filter(
    ([field]) => field === 'status' || COMPARED[level].includes(field),
  );
  const mismatches = compared
    .map(([field, value]) => ({ field, expected: asText(value), actual: asText(node[field]) }))
    .filter(({ expected, actual }) => expected !== actual);
  const shown = node[level === 'creative' ? 'status' : 'effective_status'];
  const effectiveStatus = typeof shown === 'string' ? shown : null;
  if (effectiveStatus === 'DELETED')
    mismatches.push({ field: 'effective_status', expected: 'not DELETED', actual: effectiveStatus });
  if (mismatches.length > 0) return { state: 'differs', effectiveStatus, mismatches };
  return effectiveStatus === 'IN_PROCESS' ? { state: 'pending', effectiveStatus } : { state: 'matches', effectiveStatus };
}

/** Reads one object and compares it with what was sent. */
export async function verifyObject(
  transport: Transport,
  access: AccountAccess,
  request: VerifyRequest,
): Promise<CallResult<Verification>> {
  const statusFields = request.level === 'creative' ? ['status'] : ['status', 'effective_status'];
  const node = await getObject(transport, access, request.id, [...statusFields, ...COMPARED[request.level]]);
  return node.ok ? { ok: true, value: compareObject(request, node.value) } : node;
}

/** Verifies several objects, let through as one, so that a large tree is not read again and again while points are scarce. */
export async function verifyObjects(
  wire: GraphWire,
  access: AccountAccess,
  requests: readonly VerifyRequest[],
): Promise<CallResult<readonly Verification[]>> {
  if (requests.length === 0) return { ok: true, value: [] };
  const call = { lane: 'read', bucket: 'ads_management', isMutation: false, points: requests.length } as const;
  return wire.inGroup(access, call, async (group): Promise<CallResult<readonly Verification[]>> => {
    const answers = await Promise.all(requests.map((request) => verifyObject(group, access, request)));
    const refused = answers.find((answer) => !answer.ok);
    if (refused !== undefined && !refused.ok) return refused;
    return { ok: true, value: answers.flatMap((answer) => (answer.ok ? [answer.value] : [])) };
  });
}

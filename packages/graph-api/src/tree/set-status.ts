import type { AccountAccess } from '../access.ts';
import type { CallResult } from '../errors/graph-error.ts';
import { objectNode } from '../ids.ts';
import { costOf } from '../wire/call-cost.ts';
import { successResult } from '../wire/read-result.ts';
import type { GraphWire, Transport, WireRequest } from '../wire/transport.ts';

/** What a running tree may be told. DELETED has its own call, ARCHIVED is never used. */
export type SettableStatus = 'ACTIVE' | 'PAUSED';

/** Pausing ends spending, so no limit of ours holds it back. */
const statusRequest = (id: string, status: SettableStatus): WireRequest => ({
  method: 'POST',
  path: `/${objectNode(id)}`,
  params: { status },
  lane: status === 'PAUSED' ? 'urgent' : 'write',
});

/**
 * Sets the status of several objects in the given order, let through as one: a tree is not left half active because the
 * account's points ran out. Stops at the first refusal; repeatable.
 */
export async function setStatuses(
  wire: GraphWire,
  access: AccountAccess,
  ids: readonly string[],
  status: SettableStatus,
): Promise<CallResult<null>> {
  const requests = ids.map((id) => statusRequest(id, status));
  const [sample] = requests;
  if (sample === undefined) return { ok: true, value: null };
  const cost = costOf(sample);
  return wire.inGroup(access, { ...cost, points: cost.points * ids.length }, async (group): Promise<CallResult<null>> => {
    for (const request of requests) {
      const answer = successResult(await group.send(access, request));
      if (!answer.ok) return answer;
    }
    return { ok: true, value: null };
  });
}

/** Sets one object's own status. Its effective status also depends on the parents. */
export async function setStatus(
  transport: Transport,
  access: AccountAccess,
  id: string,
  status: SettableStatus,
): Promise<CallResult<null>> {
  return successResult(await transport.send(access, statusRequest(id, status)));
}

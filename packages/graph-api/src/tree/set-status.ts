import type { AccountAccess } from '../access.ts';
import type { CallResult } from '../errors/graph-error.ts';
import { objectNode } from '../ids.ts';
import { successResult } from '../wire/read-result.ts';
import type { Transport } from '../wire/transport.ts';

/** What a running tree may be told. DELETED has its own call, ARCHIVED is never used. */
export type SettableStatus = 'ACTIVE' | 'PAUSED';

/** Sets one object's own status. Its effective status also depends on the parents. */
export async function setStatus(
  transport: Transport,
  access: AccountAccess,
  id: string,
  status: SettableStatus,
): Promise<CallResult<null>> {
  return successResult(await transport.send(access, { method: 'POST', path: `/${objectNode(id)}`, params: { status } }));
}

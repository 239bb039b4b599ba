import type { AccountAccess } from '../access.ts';
import type { CallResult } from '../errors/graph-error.ts';
import { objectNode } from '../ids.ts';
import type { GraphFields } from '../json.ts';
import { readResult } from '../wire/read-result.ts';
import type { Transport } from '../wire/transport.ts';

/** Reads one object by id. */
export async function getObject(
  transport: Transport,
  access: AccountAccess,
  id: string,
  fields: readonly string[],
): Promise<CallResult<GraphFields>> {
  const params = { fields: [...new Set(['id', ...fields])].join(',') };
  return readResult(await transport.send(access, { method: 'GET', path: `/${objectNode(id)}`, params }));
}

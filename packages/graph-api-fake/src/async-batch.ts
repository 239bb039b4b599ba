import { entryRequest } from './batch.ts';
import { executeCall, type GraphRequest, type Outcome } from './execute-call.ts';
import { storeObject } from './objects/store-object.ts';
import { isRecord } from './params/decode-parameter.ts';
import type { World } from './world.ts';

export function isAsyncBatch(request: GraphRequest): boolean {
  return request.method === 'POST' && request.path.endsWith('/async_batch_requests');
}

/** `POST /act_<id>/async_batch_requests`: stores the set, then carries its entries out, each as a call of its own. */
export function executeAsyncBatch(world: World, request: GraphRequest): Outcome {
  const outcome = executeCall(world, request, null);
  const set = world.store.get(outcome.created[0] ?? '');
  if (set === undefined) return outcome;
  const entries = Array.isArray(set.values['entries']) ? set.values['entries'].filter(isRecord) : [];
  const created: string[] = [];
  const requestIds = entries.map((entry) => {
    const done = executeCall(world, entryRequest(request, new Map(), { method: 'POST', ...entry }), null);
    created.push(...done.created);
    const values = { name: entry['name'], input: entry, result: done.body, failed: done.errorCode !== null };
    return storeObject(world, { level: 'request', account: set.account, values }).id;
  });
  set.values = { ...set.values, request_ids: requestIds };
  world.store.changed(set);
  return { ...outcome, created: [...outcome.created, ...created] };
}

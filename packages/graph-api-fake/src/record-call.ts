import { type GraphRequest, withoutCredentials } from './execute-call.ts';
import type { FaultedCall } from './faults/apply-fault.ts';
import type { FaultAction } from './faults/fault-action.ts';
import { UploadedFile } from './http/multipart.ts';
import type { JournalEntry } from './journal.ts';
import type { Params } from './params/decode-parameter.ts';
import type { World } from './world.ts';

/** Writes one call into the journal, without credentials. */
export function recordCall(world: World, request: GraphRequest, done: FaultedCall, action: FaultAction | null): JournalEntry {
  const { outcome, delivery } = done;
  return world.journal.add({
    at: new Date().toISOString(),
    virtual_at: new Date(world.clock.nowMs()).toISOString(),
    method: request.method,
    path: request.path,
    account: outcome.account ?? /^\/(act_\d+)/.exec(request.path)?.[1] ?? null,
    body: journalBody(request),
    status: delivery.kind === 'reset' ? null : delivery.status,
    error_code: outcome.errorCode,
    fault: action?.type ?? null,
    created: outcome.created,
  });
}

function journalBody(request: GraphRequest): Params {
  // Entries of a batch are in the journal by themselves, without their tokens.
  const {
    id: _repeatedFromPath,
    batch: _entries,
    input_token: _input,
    fb_exchange_token: _old,
    client_secret: _secret,
    ...params
  } = request.params;
  const body = withoutCredentials(params, request.path);
  // The journal outlives the request: it keeps a file's name and size, not its bytes.
  for (const [name, value] of Object.entries(body)) if (value instanceof UploadedFile) body[name] = value.toJSON();
  return body;
}

import { doesNotExist, GraphRefusal } from '../errors.ts';
import { type AccountCall, type GraphReply, reply } from '../graph-call.ts';
import { storeObject } from '../objects/store-object.ts';
import { isRecord, type Params } from '../params/decode-parameter.ts';
import type { StoredObject } from '../store/stored-object.ts';
import { publishReportEnd } from '../webhooks/graph-events.ts';
import { insightsRows, isTooMuch, pageOfInsights } from './insights-edge.ts';
import { stateOf, TOO_MUCH_DATA } from './run-state.ts';

/** `POST /<id>/insights`: starts a run over the same parameters as the synchronous edge, which are checked at once. */
export function startReport(call: AccountCall, { object }: { readonly object: StoredObject | null }): GraphReply {
  const rows = insightsRows(call, object);
  const outcome = call.reportOutcome ?? (isTooMuch(call, rows) ? TOO_MUCH_DATA : null);
  const values = { scope_id: object?.id ?? null, parameters: call.params, outcome };
  const run = storeObject(call.world, { level: 'report', account: call.account.id, values });
  publishReportEnd(call.world, run);
  return { body: { report_run_id: run.id }, created: [run.id] };
}

const PAGING_PARAMETERS = ['limit', 'after', 'before'];

/** `GET /<run>/insights`. @throws GraphRefusal 2601/1815107 before the run is complete. */
export function readReport(call: AccountCall, { object: run }: { readonly object: StoredObject | null }): GraphReply {
  if (run === null) throw doesNotExist('GET', call.path);
  if (stateOf(call.world, run).async_status !== 'Job Completed') {
    throw new GraphRefusal({
      httpStatus: 400,
      code: 2601,
      subcode: 1815107,
      message: '(#2601) Error accessing adreport job.',
      isTransient: true,
    });
  }
  const stored = isRecord(run.values['parameters']) ? run.values['parameters'] : {};
  const paging: Params = {};
  for (const name of PAGING_PARAMETERS) if (call.params[name] !== undefined) paging[name] = call.params[name];
  const scopeId = run.values['scope_id'];
  const scope = typeof scopeId === 'string' ? (call.world.store.get(scopeId) ?? null) : null;
  const rows = insightsRows({ ...call, params: stored }, scope);
  return reply(pageOfInsights({ ...call, params: paging }, rows));
}

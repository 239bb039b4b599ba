import { badParameter, GraphRefusal } from './errors.ts';
import { executeCall, type GraphMethod, type GraphRequest, type Outcome, refusedOutcome } from './execute-call.ts';
import { applyFault } from './faults/apply-fault.ts';
import { decodeQuery } from './http/decode-body.ts';
import { splitVersion } from './http/path-version.ts';
import { decodeParameter, isRecord, type Params } from './params/decode-parameter.ts';
import { recordCall } from './record-call.ts';
import type { StateFile } from './state-file.ts';
import type { World } from './world.ts';

const MAX_ENTRIES = 50;

export function isBatch(request: GraphRequest): boolean {
  return request.method === 'POST' && request.path === '/' && request.params['batch'] !== undefined;
}

/** What one entry answers; null when it timed out or was asked to keep silent. */
type EntryAnswer = { readonly code: number; readonly headers: { name: string; value: string }[]; readonly body: string } | null;

/** `POST /` with `batch`: every entry is a call of its own, in order, with its own limits, faults and journal entry. Not atomic. */
export function executeBatch(world: World, state: StateFile | null, request: GraphRequest): Outcome {
  try {
    const entries = readEntries(request.params['batch']);
    const results = new Map<string, string>();
    const busyCampaigns = new Set<string>();
    const answers = entries.map((entry) => runEntry({ world, state, request, results, busyCampaigns }, entry));
    return { status: 200, body: answers, headers: {}, account: null, errorCode: null, created: [] };
  } catch (error) {
    if (error instanceof GraphRefusal) return refusedOutcome(world, error.detail);
    throw error;
  }
}

function readEntries(raw: unknown): Params[] {
  const entries = decodeParameter('batch', 'list', raw) as unknown[];
  if (entries.length > MAX_ENTRIES)
    throw badParameter(`Too many requests in batch message. Maximum batch size is ${MAX_ENTRIES}`, 'batch');
  if (!entries.every(isRecord)) throw badParameter('Each batch entry must be an object', 'batch');
  return entries;
}

interface BatchRun {
  readonly world: World;
  readonly state: StateFile | null;
  readonly request: GraphRequest;
  /** Bodies of named entries, for references. */
  readonly results: Map<string, string>;
  /** Campaigns that got an ad set in this batch: a second one is refused. */
  readonly busyCampaigns: Set<string>;
}

function runEntry(run: BatchRun, entry: Params): EntryAnswer {
  const request = entryRequest(run.request, run.results, entry);
  const action = run.world.faults.take(request.method, request.path);
  const done = applyFault(run.world, request, action, (reportOutcome) =>
    isSecondAdSet(run, request)
      ? refusedOutcome(run.world, secondAdSet().detail)
      : executeCall(run.world, request, reportOutcome),
  );
  const saved = recordCall(run.world, request, done, action);
  run.state?.saveCall(saved);
  if (done.delivery.kind === 'reset') return null;
  const { status, text } = done.delivery;
  if (typeof entry['name'] === 'string') run.results.set(entry['name'], text);
  if (status === 200 && String(entry['omit_response_on_success']) === 'true') return null;
  return { code: status, headers: Object.entries(done.outcome.headers).map(([name, value]) => ({ name, value })), body: text };
}

/** Query and form body of an entry are decoded strictly: an unencoded `&` splits a value, as at Meta. */
export function entryRequest(outer: GraphRequest, results: ReadonlyMap<string, string>, entry: Params): GraphRequest {
  const url = withReferences(results, String(entry['relative_url'] ?? ''));
  const body = withReferences(results, typeof entry['body'] === 'string' ? entry['body'] : '');
  const [rawPath = '', query = ''] = url.replace(/^\/?/, '/').split('?');
  const { version, path } = splitVersion(rawPath);
  const inherited = {
    access_token: outer.params['access_token'],
    appsecret_proof: outer.params['appsecret_proof'],
    appsecret_time: outer.params['appsecret_time'],
  };
  const files = attachedFiles(outer, entry['attached_files']);
  const params: Params = { ...definedOnly(inherited), ...files, ...decodeQuery(query), ...decodeQuery(body) };
  const method = String(entry['method'] ?? 'GET').toUpperCase() as GraphMethod;
  return { ...outer, method, version: version ?? outer.version, path, params };
}

/** File parts of the outer body that the entry names. */
function attachedFiles(outer: GraphRequest, names: unknown): Params {
  if (typeof names !== 'string') return {};
  return Object.fromEntries(names.split(',').map((name) => [name.trim(), outer.params[name.trim()]]));
}

function definedOnly(params: Params): Params {
  return Object.fromEntries(Object.entries(params).filter(([, value]) => value !== undefined));
}

/** `{result=name:$.id}`, also through lists: `{result=name:$.data.*.id}` gives a comma-separated text. */
function withReferences(results: ReadonlyMap<string, string>, text: string): string {
  return text.replace(/\{result=([^:}]+):\$\.([^}]+)\}/g, (_all, name: string, path: string) => {
    const result = results.get(name);
    return result === undefined ? '' : pluck(JSON.parse(result), path.split('.')).join(',');
  });
}

function pluck(value: unknown, path: readonly string[]): string[] {
  const [step, ...rest] = path;
  if (step === undefined) return [String(value)];
  if (step === '*') return Array.isArray(value) ? value.flatMap((item) => pluck(item, rest)) : [];
  return isRecord(value) ? pluck(value[step], rest) : [];
}

function isSecondAdSet(run: BatchRun, request: GraphRequest): boolean {
  if (request.method !== 'POST' || !request.path.endsWith('/adsets')) return false;
  const campaignId = String(request.params['campaign_id']);
  if (run.busyCampaigns.has(campaignId)) return true;
  run.busyCampaigns.add(campaignId);
  return false;
}

function secondAdSet(): GraphRefusal {
  return badParameter('A batch cannot create several ad sets in the same campaign', 'campaign_id');
}

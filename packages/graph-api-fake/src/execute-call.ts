import { authenticate, authorize } from './authenticate.ts';
import { checkParameters } from './drift/find-drift.ts';
import { badParameter, errorEnvelope, GraphRefusal, type RefusalDetail, unknownPath } from './errors.ts';
import type { ReportOutcome } from './faults/fault-action.ts';
import type { AccountCall } from './graph-call.ts';
import { checkVersion } from './http/path-version.ts';
import type { Bucket } from './limits/account-limits.ts';
import { chargeCall } from './limits/charge-call.ts';
import { usageHeaders } from './limits/usage-headers.ts';
import { type Params, readStringList } from './params/decode-parameter.ts';
import { answerRootCall } from './root-calls.ts';
import { findTarget, type Target } from './routing.ts';
import { couldDeliver } from './status.ts';
import type { AdAccount } from './store/accounts.ts';
import type { World } from './world.ts';

export type GraphMethod = 'GET' | 'POST' | 'DELETE';

/** A decoded request: nothing about it has been judged yet. */
export interface GraphRequest {
  readonly method: GraphMethod;
  readonly version: string | null;
  readonly path: string;
  /** Query and body parameters together. */
  readonly params: Params;
  readonly authorization: string | undefined;
  readonly origin: string;
}

/** The answer before any fault is put on it. */
export interface Outcome {
  readonly status: number;
  readonly body: unknown;
  readonly headers: Record<string, string>;
  readonly account: string | null;
  readonly errorCode: number | null;
  readonly created: readonly string[];
}

/** What one request turned out to be about, and its one moment: limits are judged and told by the same clock. */
interface Seen {
  account: AdAccount | null;
  bucket: Bucket;
  readonly realNowMs: number;
}

/** Runs one Graph request to its end: find, authenticate, authorize, charge, handle. Never throws. */
export function executeCall(world: World, request: GraphRequest, reportOutcome: ReportOutcome | null): Outcome {
  const seen: Seen = { account: null, bucket: 'ads_management', realNowMs: Date.now() };
  try {
    const done = run(world, request, reportOutcome, seen);
    return { status: 200, errorCode: null, ...done, ...addressed(world, seen) };
  } catch (error) {
    const detail = error instanceof GraphRefusal ? error.detail : ownFailure(request, error);
    if (detail.drift !== undefined) world.drift.note(detail.drift.kind, request.method, request.path, detail.drift.name);
    return { ...refusedOutcome(world, detail), ...addressed(world, seen) };
  }
}

/** An outcome that refuses, without touching anything. */
export function refusedOutcome(world: World, detail: RefusalDetail): Outcome {
  return {
    status: detail.httpStatus,
    body: errorEnvelope(detail, world.nextTraceId()),
    headers: {},
    account: null,
    errorCode: detail.code,
    created: [],
  };
}

function run(
  world: World,
  request: GraphRequest,
  reportOutcome: ReportOutcome | null,
  seen: Seen,
): { body: unknown; created: readonly string[] } {
  const { method, path, params } = request;
  const version = checkVersion(world.settings, request.version, path);
  const aboutTokens = answerRootCall(world, method, path, params);
  if (aboutTokens !== null) return { body: aboutTokens, created: [] };
  if (path === '/' && method === 'GET') return readMany(world, request, version, seen);
  const grant = authenticate(world, params, request.authorization);
  refuseTooManyParameters(params);
  const target = findTarget(world, method, path);
  const isInstagram = target.bucket === 'instagram';
  authorize(grant, { method, account: target.account, objectId: target.object?.id ?? null, isInstagram });
  const account = world.accounts.of(target.account);
  seen.account = account;
  seen.bucket = target.bucket;
  refuseDisabled(account, method, target);
  const nowMs = world.clock.nowMs();
  const charge = { bucket: target.bucket, isMutation: method !== 'GET', nowMs, realNowMs: seen.realNowMs };
  chargeCall(account, { ...charge, countActiveAds: () => countActiveAds(world, account.id) });
  const own = withoutCredentials(params, path);
  checkParameters(world, { method, path, params: own, target });
  const call: AccountCall = { world, method, version, path, params: own, grant, origin: request.origin, reportOutcome, account };
  return target.handle(call, target);
}

/** `GET /?ids=1,2`: gone with v26. */
function readMany(
  world: World,
  request: GraphRequest,
  version: string,
  seen: Seen,
): { body: unknown; created: readonly string[] } {
  const { ids: rawIds, ...params } = request.params;
  const ids = readStringList('ids', rawIds);
  if (ids === undefined) throw unknownPath('/');
  if (Number(version.slice(1)) >= FIRST_VERSION_WITHOUT_IDS)
    throw badParameter('GET /?ids= is no longer available since v26.0', 'ids');
  const bodies = ids.map((id) => [id, run(world, { ...request, path: `/${id}`, params }, null, seen).body] as const);
  return { body: Object.fromEntries(bodies), created: [] };
}

const FIRST_VERSION_WITHOUT_IDS = 26;

/** A disabled account can still be read, paused and cleaned up, but gets nothing new. */
function refuseDisabled(account: AdAccount, method: GraphMethod, target: Target): void {
  const createsSomething = method === 'POST' && target.object === null && target.bucket === 'ads_management';
  if (!createsSomething || account.status === 1) return;
  throw new GraphRefusal({
    httpStatus: 403,
    code: 200,
    message: '(#200) The ad account is not active',
    userTitle: 'Ad Account Disabled',
    userMsg: `The ad account ${account.id} is disabled or unsettled (account_status ${account.status}). It cannot create ads.`,
  });
}

const MAX_PARAMETERS = 300;

function refuseTooManyParameters(params: Params): void {
  if (Object.keys(params).length <= MAX_PARAMETERS) return;
  throw new GraphRefusal({
    httpStatus: 400,
    code: 105,
    message: '(#105) The number of parameters exceeded the maximum for this operation',
  });
}

const CREDENTIALS: ReadonlySet<string> = new Set(['access_token', 'appsecret_proof', 'appsecret_time', 'method']);

/** Drops tokens and proofs, and the `id` that the Node SDK repeats from the path. */
export function withoutCredentials(params: Params, path: string): Params {
  const own: Params = {};
  for (const name of Object.keys(params)) {
    if (CREDENTIALS.has(name)) continue;
    if (name === 'id') {
      if (path.split('/')[1] !== String(params['id'])) throw badParameter('Param id does not match the path', 'id');
      continue;
    }
    own[name] = params[name];
  }
  return own;
}

function countActiveAds(world: World, accountId: string): number {
  return world.store.list(accountId, 'ad').filter((ad) => couldDeliver(world, ad)).length;
}

function addressed(world: World, seen: Seen): Pick<Outcome, 'headers' | 'account'> {
  const headers = usageHeaders(seen.account, seen.bucket, world.clock.nowMs(), seen.realNowMs);
  return { headers, account: seen.account?.id ?? null };
}

/** A defect of the fake, never of the caller: loud on stderr, and no silent success. */
function ownFailure(request: GraphRequest, error: unknown): RefusalDetail {
  const story = error instanceof Error ? error.stack : String(error);
  process.stderr.write(`graph-api-fake: ${request.method} ${request.path} failed inside the fake: ${story}\n`);
  return { httpStatus: 500, code: 1, message: 'An unknown error occurred: the fake Graph API failed, see its stderr' };
}

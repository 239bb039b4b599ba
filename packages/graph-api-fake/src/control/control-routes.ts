import { dailyRows } from '../insights/daily-rows.ts';
import { mergeTruth } from '../insights/truth-book.ts';
import { exportState, importState } from '../state-file.ts';
import type { StoredObject } from '../store/stored-object.ts';
import { parseGraphTime } from '../time/graph-time.ts';
import { addDays, dateIn, isDate } from '../time/zoned-days.ts';
import { resetWorld, type World } from '../world.ts';
import { ControlError } from './control-error.ts';
import type { ControlRequest, ControlRoute } from './control-route.ts';
import { accountSpec, clockChange, faultSpec, savedState, tokenSpec, truthSpec } from './control-schemas.ts';
import { findings } from './findings.ts';
import { SHOWN_LEVELS, viewObjects } from './object-view.ts';
import { SCRIPT_ROUTES } from './script-routes.ts';
import { summarize } from './summary.ts';
import { WEBHOOK_ROUTES } from './webhook-routes.ts';

const HOUR_MS = 3_600_000;

/** The control interface, call by call. Lists answer `{data: […]}`. */
export const CONTROL_ROUTES: readonly ControlRoute[] = [
  { method: 'GET', path: /^objects$/, handle: listObjects },
  { method: 'GET', path: /^journal$/, handle: ({ world, query }) => ({ data: world.journal.since(readNumber(query, 'since')) }) },
  { method: 'GET', path: /^summary$/, handle: ({ world }) => summarize(world) },
  { method: 'POST', path: /^faults$/, handle: ({ world, body }) => ({ id: world.faults.add(faultSpec.parse(body)) }) },
  { method: 'GET', path: /^faults$/, handle: ({ world }) => ({ data: world.faults.list() }) },
  { method: 'DELETE', path: /^faults$/, handle: removeAllFaults },
  { method: 'DELETE', path: /^faults\/([^/]+)$/, handle: removeFault },
  { method: 'POST', path: /^clock$/, handle: moveClock },
  { method: 'PUT', path: /^ads\/([^/]+)\/truth$/, handle: putTruth },
  { method: 'GET', path: /^truth$/, handle: readTruth },
  { method: 'POST', path: /^tokens$/, handle: putToken },
  { method: 'POST', path: /^accounts$/, handle: putAccount },
  { method: 'POST', path: /^reset$/, handle: reset },
  { method: 'GET', path: /^strict$/, handle: ({ world }) => ({ data: world.drift.all() }) },
  { method: 'DELETE', path: /^strict$/, handle: clearDrift },
  { method: 'GET', path: /^findings$/, handle: ({ world, query }) => findings(world, query.get('key')) },
  { method: 'GET', path: /^state$/, handle: ({ world }) => ({ data: exportState(world) }) },
  { method: 'PUT', path: /^state$/, handle: loadState },
  ...SCRIPT_ROUTES,
  ...WEBHOOK_ROUTES,
];

function listObjects({ world, query }: ControlRequest): unknown {
  const level = query.get('level');
  if (level !== null && !(SHOWN_LEVELS as readonly string[]).includes(level)) {
    throw new ControlError(400, `level must be one of ${SHOWN_LEVELS.join(', ')}`);
  }
  return { data: viewObjects(world, level, query.get('account')) };
}

function removeAllFaults({ world }: ControlRequest): unknown {
  world.faults.removeAll();
  return { success: true };
}

function removeFault({ world, id }: ControlRequest): unknown {
  if (!world.faults.remove(id)) throw new ControlError(404, `no fault ${id}`);
  return { success: true };
}

function moveClock({ world, body }: ControlRequest): unknown {
  const change = clockChange.parse(body);
  if ('advance_hours' in change) world.clock.advance(change.advance_hours * HOUR_MS);
  else if ('set' in change) world.clock.set(readInstant(change.set));
  else world.clock.followReal();
  return { now: new Date(world.clock.nowMs()).toISOString(), follow_real: world.clock.followsReal() };
}

function readInstant(raw: string | number): number {
  const atMs = parseGraphTime(raw);
  if (atMs === null) throw new ControlError(400, `not a time: ${raw}`);
  return atMs;
}

function putTruth({ world, body, id }: ControlRequest): unknown {
  const ad = adOf(world, id);
  const spec = truthSpec.parse(body);
  const timeZone = world.accounts.of(ad.account).timezoneName;
  world.truths.put(ad.id, mergeTruth(world.truths.get(ad.id), spec, world.clock.nowMs(), timeZone));
  return { ad_id: ad.id, ...spec };
}

function readTruth({ world, query }: ControlRequest): unknown {
  const ad = adOf(world, query.get('ad') ?? '');
  const today = dateIn(world.clock.nowMs(), world.accounts.of(ad.account).timezoneName);
  const from = query.get('from') ?? addDays(today, -KEPT_DAYS);
  const to = query.get('to') ?? today;
  if (!isDate(from) || !isDate(to)) throw new ControlError(400, 'from and to are dates such as 2026-11-20');
  return { data: dailyRows(world, ad, from, to) };
}

// 37 months, the longest that insights reach back.
const KEPT_DAYS = 1127;

function adOf(world: World, id: string): StoredObject {
  const ad = world.store.get(id);
  if (ad?.level !== 'ad') throw new ControlError(404, `no ad ${id}`);
  return ad;
}

function putToken({ world, body }: ControlRequest): unknown {
  const spec = tokenSpec.parse(body);
  const isEverything = spec.accounts.includes('*');
  const expires = spec.expires_at;
  world.tokens.put({
    token: spec.token,
    accounts: isEverything ? null : new Set(spec.accounts.map(withPrefix)),
    scopes: spec.scopes === undefined ? null : new Set(spec.scopes),
    pages: spec.pages === undefined ? null : new Set(spec.pages.map(String)),
    expiresAtMs: expires === undefined || expires === null || expires === 0 ? null : readInstant(expires),
    isValid: spec.valid ?? true,
  });
  return { success: true };
}

function putAccount({ world, body }: ControlRequest): unknown {
  const { id, currency, timezone_name, tier, status, max_insights_cells } = accountSpec.parse(body);
  const account = world.accounts.configure(withPrefix(id), {
    currency,
    timezoneName: timezone_name,
    tier,
    status: status ?? 1,
    maxInsightsCells: max_insights_cells ?? null,
  });
  return { id: account.id, currency, timezone_name, tier, status: account.status };
}

function withPrefix(id: string): string {
  return id.startsWith('act_') ? id : `act_${id}`;
}

function clearDrift({ world }: ControlRequest): unknown {
  world.drift.clear();
  return { success: true };
}

/** Takes back what `GET /__fake/state` answered; everything else is forgotten first. */
function loadState({ world, body }: ControlRequest): unknown {
  const lines = savedState.parse(body).data;
  resetWorld(world);
  importState(world, lines);
  return { success: true };
}

function reset({ world }: ControlRequest): unknown {
  resetWorld(world);
  return { success: true };
}

function readNumber(query: URLSearchParams, name: string): number {
  const value = Number(query.get(name) ?? 0);
  if (!Number.isInteger(value)) throw new ControlError(400, `${name} must be an integer`);
  return value;
}

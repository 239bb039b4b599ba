import { GraphRefusal, type RefusalDetail } from '../errors.ts';
import { type GraphRequest, type Outcome, refusedOutcome } from '../execute-call.ts';
import { isRecord } from '../params/decode-parameter.ts';
import { findTarget } from '../routing.ts';
import { setReview } from '../set-review.ts';
import type { StoredObject } from '../store/stored-object.ts';
import type { World } from '../world.ts';
import type { ErrorAction, FaultAction, ReportOutcome, RequestAction, ReviewAction } from './fault-action.ts';

const MINUTE_MS = 60_000;

/** What goes over the wire: a reset, or an answer that may be held up in the middle. */
export type Delivery =
  | { readonly kind: 'reset' }
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly text: string;
      readonly contentType: string;
      readonly pauseMs: number;
    };

export interface FaultedCall {
  readonly outcome: Outcome;
  readonly delivery: Delivery;
}

/** Carries the request out as the fault demands. A `delay` has been waited for already. */
export function applyFault(
  world: World,
  request: GraphRequest,
  action: RequestAction | null,
  execute: (reportOutcome: ReportOutcome | null) => Outcome,
): FaultedCall {
  if (action === null) return plain(world, execute(null));
  switch (action.type) {
    case 'delay':
      return plain(world, execute(null));
    case 'drop':
      return { outcome: untouched(), delivery: { kind: 'reset' } };
    case 'commit_then_drop':
      return { outcome: execute(null), delivery: { kind: 'reset' } };
    case 'commit_then_status':
      return plain(world, answerWithStatus(world, execute(null), action.status));
    case 'error':
      return plain(world, refusedOutcome(world, injectedError(action)));
    case 'throttle':
      throttle(world, request, action.minutes);
      return plain(world, execute(null));
    case 'hide':
      return plain(world, hide(world, execute(null), action));
    case 'review':
      return plain(world, scriptReview(world, execute(null), action));
    case 'report':
      return plain(world, execute(action.outcome));
    case 'truncate':
    case 'html':
    case 'no_id':
    case 'slow_body':
      return garbled(world, action.commit === false ? untouched() : execute(null), action);
  }
}

function plain(world: World, outcome: Outcome): FaultedCall {
  return { outcome, delivery: answer(outcome, textOf(world, outcome)) };
}

function answer(outcome: Outcome, text: string, contentType = 'application/json; charset=UTF-8', pauseMs = 0): Delivery {
  return { kind: 'answer', status: outcome.status, text, contentType, pauseMs };
}

// What an answer fault garbles when the request must not be carried out: looks like a create's success.
const NOTHING_STORED = { id: '120000000000000000' };

function untouched(): Outcome {
  return { status: 200, body: NOTHING_STORED, headers: {}, account: null, errorCode: null, created: [] };
}

/** JSON numbers cannot hold an 18-digit id; Meta writes one all the same where the rule says so. */
function textOf(world: World, outcome: Outcome): string {
  const text = JSON.stringify(outcome.body);
  return world.settings.rules.numericReportRunId ? text.replace(/"report_run_id":"(\d+)"/, '"report_run_id":$1') : text;
}

type HideAction = Extract<FaultAction, { type: 'hide' }>;
type AnswerFault = Extract<FaultAction, { type: 'truncate' | 'html' | 'no_id' | 'slow_body' }>;

function garbled(world: World, outcome: Outcome, action: AnswerFault): FaultedCall {
  const text = textOf(world, outcome);
  switch (action.type) {
    case 'truncate':
      return { outcome, delivery: answer(outcome, text.slice(0, Math.ceil(text.length / 2))) };
    case 'html': {
      const page = `<!DOCTYPE html><html><head><title>Error</title></head><body><h1>Sorry, something went wrong.</h1></body></html>`;
      const shown = { ...outcome, status: action.status };
      return { outcome: shown, delivery: answer(shown, page, 'text/html; charset=utf-8') };
    }
    case 'no_id':
      return { outcome, delivery: answer(outcome, JSON.stringify(withoutId(outcome.body))) };
    case 'slow_body':
      return { outcome, delivery: answer(outcome, text, undefined, action.ms) };
  }
}

function withoutId(body: unknown): unknown {
  if (!isRecord(body) || body['error'] !== undefined) return body;
  const { id: _id, ...rest } = body;
  return { ...rest, success: true };
}

function answerWithStatus(world: World, outcome: Outcome, status: number): Outcome {
  const detail = { httpStatus: status, code: 1, message: 'An unknown error occurred', isTransient: null };
  const { body, errorCode } = refusedOutcome(world, detail);
  return { ...outcome, status, body, errorCode };
}

function injectedError(action: ErrorAction): RefusalDetail {
  return {
    httpStatus: action.status,
    code: action.code,
    subcode: action.subcode,
    message: `(#${action.code}) Injected error`,
    isTransient: action.is_transient ?? null,
    userTitle: action.user_title,
    userMsg: action.user_msg,
  };
}

/** Blocks the account and bucket this request is about; the request itself is the first to feel it. */
function throttle(world: World, request: GraphRequest, minutes: number): void {
  try {
    const { account, bucket } = findTarget(world, request.method, request.path);
    world.accounts.of(account).limits.throttledUntilRealMs.set(bucket, Date.now() + minutes * MINUTE_MS);
  } catch (error) {
    // A path that leads nowhere has no account to block; executing it answers so.
    if (!(error instanceof GraphRefusal)) throw error;
  }
}

function hide(world: World, outcome: Outcome, { seconds, by_id }: HideAction): Outcome {
  for (const object of createdObjects(world, outcome)) {
    object.listedFromMs = world.clock.nowMs() + seconds * 1000;
    if (by_id === true) object.readableFromMs = object.listedFromMs;
    world.store.changed(object);
  }
  return outcome;
}

function scriptReview(world: World, outcome: Outcome, action: ReviewAction): Outcome {
  for (const object of createdObjects(world, outcome)) setReview(world, object, action);
  return outcome;
}

function createdObjects(world: World, outcome: Outcome): StoredObject[] {
  return outcome.created.flatMap((id) => world.store.get(id) ?? []);
}

import type { Params } from '../params/decode-parameter.ts';
import type { StoredObject } from '../store/stored-object.ts';
import type { World } from '../world.ts';

const RUN_LIFE_MS = 30 * 24 * 3_600_000;

/** Outcome of a run that asked for more than the account gives at once. */
export const TOO_MUCH_DATA = 'too_much_data';

/** A run that fails does so when it should start to run. */
const STARTED_SHARE = 0.4;

export interface RunState {
  readonly async_status: 'Job Not Started' | 'Job Started' | 'Job Running' | 'Job Completed' | 'Job Failed' | 'Job Skipped';
  readonly async_percent_completion: number;
}

/** The ladder of a run by how much of its time has passed. Running at 100 % is not complete yet: reading then fails. */
function runState(outcome: unknown, passedShare: number): RunState {
  if (passedShare < 0.2) return { async_status: 'Job Not Started', async_percent_completion: 0 };
  if (passedShare < STARTED_SHARE) return { async_status: 'Job Started', async_percent_completion: 0 };
  if (outcome === 'stuck') return { async_status: 'Job Running', async_percent_completion: 0 };
  if (outcome === 'failed' || outcome === TOO_MUCH_DATA) return { async_status: 'Job Failed', async_percent_completion: 0 };
  if (outcome === 'skipped') return { async_status: 'Job Skipped', async_percent_completion: 0 };
  if (passedShare < 0.8) return { async_status: 'Job Running', async_percent_completion: 50 };
  if (passedShare < 1) return { async_status: 'Job Running', async_percent_completion: 100 };
  return { async_status: 'Job Completed', async_percent_completion: 100 };
}

export function stateOf(world: World, run: StoredObject): RunState {
  const { reportMs } = world.settings;
  const passedMs = world.clock.nowMs() - run.createdAtMs;
  return runState(run.values['outcome'], reportMs === 0 ? 1 : passedMs / reportMs);
}

/** When a run ends and how; null for one that never does. */
export function runEndMs(world: World, run: StoredObject): { readonly atMs: number; readonly isComplete: boolean } | null {
  const { outcome } = run.values;
  if (outcome === 'stuck') return null;
  const isComplete = outcome !== 'failed' && outcome !== 'skipped' && outcome !== TOO_MUCH_DATA;
  const share = isComplete ? 1 : STARTED_SHARE;
  return { atMs: run.createdAtMs + Math.ceil(world.settings.reportMs * share), isComplete };
}

/** Whether the run's 30 days are over: then it no longer exists for anyone. */
export function isExpiredRun(world: World, object: StoredObject): boolean {
  return object.level === 'report' && world.clock.nowMs() > object.createdAtMs + RUN_LIFE_MS;
}

/** What a failed run says about itself (v25 on). */
export function failureOf(run: StoredObject): Params {
  return run.values['outcome'] === TOO_MUCH_DATA ? TOO_MUCH : FAILED_RUN;
}

const TOO_MUCH: Params = {
  error_code: -3,
  error_message: "Please reduce the amount of data you're asking for, then retry your request",
  error_subcode: 1504045,
  error_user_title: 'Too Much Data',
  error_user_msg: 'Ask for fewer days, objects or fields.',
};

export const FAILED_RUN: Params = {
  error_code: 2,
  error_message: '(#2) Service temporarily unavailable',
  error_subcode: 1504044,
  error_user_title: 'Report Failed',
  error_user_msg: 'The report could not be generated. Try again.',
};

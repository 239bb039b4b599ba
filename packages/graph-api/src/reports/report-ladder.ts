import type { CallResult, GraphError } from '../errors/graph-error.ts';
import { makeError } from '../errors/make-error.ts';
import type { ReportPoll } from './report-calls.ts';

/** Where one report stands. Plain data: persist it, and it goes on after a restart. */
export interface ReportState {
  readonly runId: string;
  readonly startedAtMs: number;
  readonly percent: number;
  /** Runs of this query before this one. */
  readonly resubmits: number;
  /** Set when the run said it was complete and only the reading lags. */
  readonly isComplete: boolean;
}

/** Deadlines of a report. */
export interface ReportPolicy {
  /** A run still at 0 % after this will never start: a bad field does that. Default 5 min. */
  readonly startDeadlineMs: number;
  /** Default 60 min. */
  readonly totalDeadlineMs: number;
  /** Right after the POST a run may not be seen yet. Default 1 min. */
  readonly raceMs: number;
  readonly minPollMs: number;
  readonly maxPollMs: number;
  /** Further runs for one query. Default 2. */
  readonly maxResubmits: number;
}

export const DEFAULT_REPORT_POLICY: ReportPolicy = {
  startDeadlineMs: 300_000,
  totalDeadlineMs: 3_600_000,
  raceMs: 60_000,
  minPollMs: 1_000,
  maxPollMs: 30_000,
  maxResubmits: 2,
};

/**
 * What to do next. `poll`: ask for the run again; `read`: get its rows now; `resubmit`: start it anew (`restarted` gives the
 * state); `shrink`: ask for less (see `shrink`); `fail`: nothing more can be done with this query.
 */
export type ReportStep =
  | { readonly do: 'poll'; readonly afterMs: number; readonly state: ReportState }
  | { readonly do: 'read'; readonly afterMs: number; readonly state: ReportState }
  | { readonly do: 'resubmit'; readonly reason: string; readonly state: ReportState }
  | { readonly do: 'shrink'; readonly reason: string }
  | { readonly do: 'fail'; readonly error: GraphError };

/** The state of a run that was just started. */
export const startedReport = (runId: string, nowMs: number, resubmits = 0): ReportState => ({
  runId,
  startedAtMs: nowMs,
  percent: 0,
  resubmits,
  isComplete: false,
});

/** The state after a resubmission. */
export const restartedReport = (old: ReportState, runId: string, nowMs: number): ReportState =>
  startedReport(runId, nowMs, old.resubmits + 1);

const failure = (words: string): ReportStep => ({ do: 'fail', error: makeError('TRANSIENT', 'answer', words) });

/** A quarter of the age: quick reports are seen quickly, slow ones cost few calls. */
function pollPause(state: ReportState, nowMs: number, policy: ReportPolicy): number {
  return Math.min(policy.maxPollMs, Math.max(policy.minPollMs, Math.round((nowMs - state.startedAtMs) / 4)));
}

function again(state: ReportState, nowMs: number, policy: ReportPolicy, afterMs?: number): ReportStep {
  const pauseMs = afterMs ?? pollPause(state, nowMs, policy);
  return { do: state.isComplete ? 'read' : 'poll', afterMs: pauseMs, state };
}

function resubmit(state: ReportState, reason: string, policy: ReportPolicy, error?: GraphError): ReportStep {
  if (state.resubmits < policy.maxResubmits) return { do: 'resubmit', reason, state };
  return error === undefined ? failure(`${reason}, ${state.resubmits + 1} times in a row`) : { do: 'fail', error };
}

const ageOf = (state: ReportState, nowMs: number): number => nowMs - state.startedAtMs;

/** A call about the run that failed says little about the run itself. */
function afterError(state: ReportState, error: GraphError, nowMs: number, policy: ReportPolicy): ReportStep {
  const isOld = ageOf(state, nowMs) >= policy.totalDeadlineMs;
  switch (error.class) {
    case 'RATE_LIMIT':
      // A throttle is no fault of the run: it is waited for whatever the run's age.
      return again(state, nowMs, policy, error.retryAfterMs);
    case 'TRANSIENT':
      return isOld ? { do: 'fail', error } : again(state, nowMs, policy);
    case 'NOT_FOUND':
      // Just after the POST it is a race; later the run is gone.
      return ageOf(state, nowMs) < policy.raceMs
        ? again(state, nowMs, policy)
        : resubmit(state, 'the run is gone', policy, error);
    case 'SHRINK':
      return { do: 'shrink', reason: error.message };
    default:
      return { do: 'fail', error };
  }
}

function afterFailedRun(state: ReportState, error: GraphError | null, policy: ReportPolicy): ReportStep {
  // Without a reason the usual one is too much data: once more, then smaller.
  if (error === null && state.resubmits > 0) return { do: 'shrink', reason: 'the run failed again without a reason' };
  if (error === null || error.class === 'TRANSIENT' || error.class === 'RATE_LIMIT')
    return resubmit(state, 'the run failed', policy, error ?? undefined);
  return error.class === 'SHRINK' ? { do: 'shrink', reason: error.message } : { do: 'fail', error };
}

function unfinished(state: ReportState, nowMs: number, policy: ReportPolicy): ReportStep {
  const age = ageOf(state, nowMs);
  if (state.percent === 0 && age >= policy.startDeadlineMs) return resubmit(state, 'the run did not begin in time', policy);
  if (age >= policy.totalDeadlineMs) return { do: 'shrink', reason: 'the run did not end in time' };
  return again(state, nowMs, policy);
}

/** What a look at the run means. Complete is only `Job Completed` and 100 %: `Job Running` at 100 % is not. Pure. */
export function afterPoll(
  state: ReportState,
  poll: CallResult<ReportPoll>,
  nowMs: number,
  policy: ReportPolicy = DEFAULT_REPORT_POLICY,
): ReportStep {
  if (!poll.ok) return afterError(state, poll.error, nowMs, policy);
  const { status, percent, error } = poll.value;
  const seen = { ...state, percent: Math.max(state.percent, percent) };
  switch (status) {
    case 'Job Completed':
      return percent >= 100 ? { do: 'read', afterMs: 0, state: { ...seen, isComplete: true } } : unfinished(seen, nowMs, policy);
    case 'Job Failed':
      return afterFailedRun(seen, error, policy);
    case 'Job Skipped':
      return resubmit(seen, 'the run was skipped', policy);
    default:
      // Not Started, Started, Running, and words Meta may yet invent: they all end, or the deadlines end them.
      return unfinished(seen, nowMs, policy);
  }
}

/** What a failed reading means; a success needs no question. 2601 says "not yet" even of a complete run. Pure. */
export const afterReadError = (
  state: ReportState,
  error: GraphError,
  nowMs: number,
  policy: ReportPolicy = DEFAULT_REPORT_POLICY,
): ReportStep => afterError(state, error, nowMs, policy);

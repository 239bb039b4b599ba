import { describe, expect, it } from '@jest/globals';
import type { CallResult, ErrorClass, GraphError } from '../errors/graph-error.ts';
import { makeError } from '../errors/make-error.ts';
import type { ReportPoll } from './report-calls.ts';
import {
  afterPoll,
  afterReadError,
  DEFAULT_REPORT_POLICY,
  type ReportState,
  restartedReport,
  startedReport,
} from './report-ladder.ts';

const NOW = 1_000_000;
const MINUTE = 60_000;
const state = startedReport('7', NOW);

const seen = (status: string, percent: number, error: GraphError | null = null): CallResult<ReportPoll> => ({
  ok: true,
  value: { status, percent, error },
});
const failed = (errorClass: ErrorClass, change: Partial<GraphError> = {}): GraphError => ({
  ...makeError(errorClass, 'meta', 'words', 400),
  ...change,
});
const lastTry: ReportState = { ...state, resubmits: DEFAULT_REPORT_POLICY.maxResubmits };

describe('LC21 states of a report', () => {
  it.each([
    ['Job Not Started', 0],
    ['Job Started', 0],
    ['Job Running', 50],
    ['Job Running', 100],
    ['Job Completed', 99],
    ['Job Reticulating', 10],
  ])('%s at %i %% is not complete: look again', (status, percent) => {
    expect(afterPoll(state, seen(status, percent), NOW + 1_000)).toMatchObject({ do: 'poll', afterMs: 1_000 });
  });

  it('is complete at Job Completed and 100 %', () => {
    expect(afterPoll(state, seen('Job Completed', 100), NOW + 1_000)).toMatchObject({ do: 'read', afterMs: 0 });
  });

  it('looks ever more rarely, up to half a minute', () => {
    const pauses = [1, 20, 60, 1_200].map((seconds) => {
      const step = afterPoll(state, seen('Job Running', 10), NOW + seconds * 1_000);
      return step.do === 'poll' ? step.afterMs : 0;
    });
    expect(pauses).toEqual([1_000, 5_000, 15_000, 30_000]);
  });

  it('a skipped run is started anew, but not for ever', () => {
    expect(afterPoll(state, seen('Job Skipped', 0), NOW)).toMatchObject({ do: 'resubmit' });
    expect(afterPoll(lastTry, seen('Job Skipped', 0), NOW)).toMatchObject({ do: 'fail', error: { class: 'TRANSIENT' } });
    expect(restartedReport(state, '8', NOW + 5)).toEqual({ ...startedReport('8', NOW + 5), resubmits: 1 });
  });

  it('a failed run is judged by its error fields', () => {
    const ends = (error: GraphError | null, from = state) => afterPoll(from, seen('Job Failed', 0, error), NOW).do;
    expect(ends(failed('TRANSIENT'))).toBe('resubmit');
    expect(ends(failed('TRANSIENT'), lastTry)).toBe('fail');
    expect(ends(failed('SHRINK'))).toBe('shrink');
    expect(ends(failed('BAD_QUERY'))).toBe('fail');
    expect(ends(null)).toBe('resubmit');
    expect(ends(null, { ...state, resubmits: 1 })).toBe('shrink');
  });

  it('5 minutes at 0 %: the run will never begin', () => {
    expect(afterPoll(state, seen('Job Running', 0), NOW + 5 * MINUTE - 1)).toMatchObject({ do: 'poll' });
    expect(afterPoll(state, seen('Job Running', 0), NOW + 5 * MINUTE)).toMatchObject({ do: 'resubmit' });
    expect(afterPoll({ ...state, percent: 1 }, seen('Job Running', 0), NOW + 5 * MINUTE)).toMatchObject({ do: 'poll' });
  });

  it('60 minutes in all: ask for less', () => {
    expect(afterPoll(state, seen('Job Running', 90), NOW + 60 * MINUTE)).toMatchObject({ do: 'shrink' });
  });

  it('100/33 right after the POST is a race, later the run is gone', () => {
    const error = failed('NOT_FOUND', { code: 100, subcode: 33 });
    expect(afterPoll(state, { ok: false, error }, NOW + 1_000)).toMatchObject({ do: 'poll' });
    expect(afterPoll(state, { ok: false, error }, NOW + MINUTE)).toMatchObject({ do: 'resubmit' });
    expect(afterPoll(lastTry, { ok: false, error }, NOW + MINUTE)).toMatchObject({ do: 'fail', error: { code: 100 } });
  });

  it('2601 on reading a complete run: read again, also after a restart, up to the end of its time', () => {
    const complete = afterPoll(state, seen('Job Completed', 100), NOW + 1_000);
    const kept = complete.do === 'read' ? (JSON.parse(JSON.stringify(complete.state)) as ReportState) : state;
    const error = failed('TRANSIENT', { code: 2601, subcode: 1815107 });
    expect(afterReadError(kept, error, NOW + 2_000)).toMatchObject({ do: 'read', afterMs: 1_000 });
    expect(afterReadError(kept, error, NOW + 60 * MINUTE)).toMatchObject({ do: 'fail' });
    expect(afterReadError(kept, failed('SHRINK'), NOW + 2_000)).toMatchObject({ do: 'shrink' });
  });

  it('a throttle is waited for and ends no run, however old', () => {
    const error = failed('RATE_LIMIT', { retryAfterMs: 9_000 });
    expect(afterPoll(state, { ok: false, error }, NOW + 90 * MINUTE)).toMatchObject({ do: 'poll', afterMs: 9_000 });
  });

  it('a definite refusal ends it', () => {
    expect(afterPoll(state, { ok: false, error: failed('PERMISSION') }, NOW)).toMatchObject({ do: 'fail' });
  });
});

import type { AccountAccess } from '../access.ts';
import type { CallResult } from '../errors/graph-error.ts';
import type { InsightsRow } from '../insights/read-row.ts';
import type { GraphWire } from '../wire/transport.ts';
import { pollReport, pollReports, type ReportPoll, type ReportQuery, readReport, startReport } from './report-calls.ts';

/** Insights as background reports. Each call is one step; `afterPoll` and `afterReadError` say which comes next. */
export interface ReportCalls {
  /** Persist the run id at once. Repeatable: a run nobody reads runs out by itself. */
  startReport(access: AccountAccess, query: ReportQuery): Promise<CallResult<{ readonly runId: string }>>;
  pollReport(access: AccountAccess, runId: string): Promise<CallResult<ReportPoll>>;
  /** Many runs of one account, 50 a call. */
  pollReports(access: AccountAccess, runIds: readonly string[]): Promise<ReadonlyMap<string, CallResult<ReportPoll>>>;
  /** The rows of a completed run, all pages. */
  readReport(
    access: AccountAccess,
    runId: string,
    options: { readonly currency: string; readonly pageSize?: number },
  ): Promise<CallResult<readonly InsightsRow[]>>;
}

export const reportCalls = (wire: GraphWire): ReportCalls => ({
  startReport: (access, query) => startReport(wire, access, query),
  pollReport: (access, runId) => pollReport(wire, access, runId),
  pollReports: (access, runIds) => pollReports(wire, access, runIds),
  readReport: (access, runId, options) => readReport(wire, access, runId, options),
});

import type { AccountAccess } from '../access.ts';
import type { GraphClient } from '../client.ts';
import type { InsightsRow } from '../insights/read-row.ts';
import { type ShrinkableQuery, shrink } from '../insights/shrink.ts';
import type { ReportQuery } from '../reports/report-calls.ts';
import {
  afterPoll,
  afterReadError,
  DEFAULT_REPORT_POLICY,
  type ReportState,
  type ReportStep,
  restartedReport,
  startedReport,
} from '../reports/report-ladder.ts';

const POLICY = { ...DEFAULT_REPORT_POLICY, minPollMs: 20, maxPollMs: 20 };

interface Report {
  readonly rows: readonly InsightsRow[];
  readonly steps: readonly string[];
}

/** The saga's part in a test: one step at a time, the state kept as text between them as over restarts. */
export async function runReport(client: GraphClient, access: AccountAccess, query: ReportQuery): Promise<Report> {
  const steps: string[] = [];
  let step: ReportStep = await begin(client, access, query, null);
  for (let turn = 0; turn < 200; turn += 1) {
    steps.push(step.do);
    const next = await takeStep(client, access, query, JSON.parse(JSON.stringify(step)) as ReportStep);
    if ('rows' in next) return { rows: next.rows, steps };
    step = next;
  }
  throw new Error(`no end: ${steps.join(' ')}`);
}

async function begin(
  client: GraphClient,
  access: AccountAccess,
  query: ReportQuery,
  old: ReportState | null,
): Promise<ReportStep> {
  const started = await client.startReport(access, query);
  if (!started.ok) throw new Error(started.error.message);
  const { runId } = started.value;
  const state = old === null ? startedReport(runId, Date.now()) : restartedReport(old, runId, Date.now());
  return { do: 'poll', afterMs: 0, state };
}

async function takeStep(
  client: GraphClient,
  access: AccountAccess,
  query: ReportQuery,
  step: ReportStep,
): Promise<ReportStep | { readonly rows: readonly InsightsRow[] }> {
  if (step.do === 'fail' || step.do === 'shrink') throw new Error(JSON.stringify(step));
  if (step.do === 'resubmit') return begin(client, access, query, step.state);
  const { state, afterMs } = step;
  await new Promise((resolve) => setTimeout(resolve, afterMs));
  if (step.do === 'poll') return afterPoll(state, await client.pollReport(access, state.runId), Date.now(), POLICY);
  const rows = await client.readReport(access, state.runId, { currency: query.currency, pageSize: 3 });
  return rows.ok ? { rows: rows.value } : afterReadError(state, rows.error, Date.now(), POLICY);
}

/** Asks a query, and whenever Meta calls it too large, its parts. */
export async function askShrinking(client: GraphClient, access: AccountAccess, whole: ShrinkableQuery): Promise<InsightsRow[]> {
  const rows: InsightsRow[] = [];
  const open: ShrinkableQuery[] = [whole];
  for (let query = open.pop(); query !== undefined; query = open.pop()) {
    const { scope } = query;
    const asked = scope.kind === 'account' ? ({ kind: 'account' } as const) : scope;
    const answer = await client.dailyInsights(access, { ...query, scope: asked, currency: 'USD' });
    if (answer.ok) rows.push(...answer.value);
    else if (answer.error.class === 'SHRINK') open.push(...(shrink(query) ?? []));
    else throw new Error(answer.error.message);
  }
  return rows;
}

import type { AccountAccess } from '../access.ts';
import type { CallResult, GraphError } from '../errors/graph-error.ts';
import { makeError } from '../errors/make-error.ts';
import { readEnvelope } from '../errors/read-envelope.ts';
import { accountNode, objectNode } from '../ids.ts';
import { type InsightsQuery, insightsParams, PAGE_SIZE, readRows, unknownCurrency } from '../insights/daily-insights.ts';
import type { InsightsRow } from '../insights/read-row.ts';
import type { GraphFields, Json } from '../json.ts';
import { BATCH_SIZE } from '../wire/batch.ts';
import { numericId } from '../wire/create-outcome.ts';
import { readPages } from '../wire/read-pages.ts';
import { readResult, unreadable } from '../wire/read-result.ts';
import type { GraphWire, Transport, WireAnswer, WireRequest } from '../wire/transport.ts';
import { classifyRunError } from './run-error.ts';

/** An insights query as a report: Meta works it out in the background. One ad is one report, so `ads` must name a single one. */
export type ReportQuery = Omit<InsightsQuery, 'pageSize'>;

/** One look at a run. Meta's own word is kept, also one that is not documented. */
export interface ReportPoll {
  readonly status: string;
  readonly percent: number;
  /** Why the run failed, when Meta says so. */
  readonly error: GraphError | null;
}

function pathOf(query: ReportQuery, access: AccountAccess): string | null {
  const { scope } = query;
  switch (scope.kind) {
    case 'account':
      return `/${accountNode(access.adAccountId)}/insights`;
    case 'campaign':
      return `/${objectNode(scope.campaignId)}/insights`;
    case 'ads': {
      const [adId, ...others] = scope.adIds;
      return adId === undefined || others.length > 0 ? null : `/${objectNode(adId)}/insights`;
    }
  }
}

/**
 * Starts a report. Persist the run id at once: with it everything goes on after a restart. Repeatable: a run nobody reads
 * costs nothing and runs out after 30 days.
 */
export async function startReport(
  transport: Transport,
  access: AccountAccess,
  query: ReportQuery,
): Promise<CallResult<{ readonly runId: string }>> {
  const refused = unknownCurrency(query.currency);
  if (refused !== null) return refused;
  const path = pathOf(query, access);
  if (path === null)
    return { ok: false, error: makeError('BAD_QUERY', 'client', 'not sent: a report is about one ad, or all of a level above') };
  const answer = readResult(await transport.send(access, { method: 'POST', path, params: insightsParams(query) }));
  if (!answer.ok) return answer;
  const runId = numericId(answer.value['report_run_id']);
  return runId === null ? unreadable('the answer carries no report_run_id') : { ok: true, value: { runId } };
}

// The error fields exist since v25.
const RUN_FIELDS =
  'id,async_status,async_percent_completion,error_code,error_subcode,error_message,error_user_title,error_user_msg';

function pollRequest(runId: string): WireRequest {
  return { method: 'GET', path: `/${objectNode(runId)}`, params: { fields: RUN_FIELDS }, bucket: 'ads_insights' };
}

const percentOf = (value: Json | undefined): number => {
  const percent = Number(value ?? 0);
  return Number.isFinite(percent) ? percent : 0;
};

function runError(node: GraphFields): GraphError | null {
  if (node['error_code'] === undefined) return null;
  const { error_code: code, error_message: message, ...others } = node;
  const envelope = readEnvelope({ error: { ...others, code: code ?? null, message: message ?? null } });
  return envelope === null ? null : classifyRunError(envelope);
}

function readPoll(answer: WireAnswer): CallResult<ReportPoll> {
  const node = readResult(answer);
  if (!node.ok) return node;
  const status = node.value['async_status'];
  if (typeof status !== 'string') return unreadable('the answer carries no async_status');
  return { ok: true, value: { status, percent: percentOf(node.value['async_percent_completion']), error: runError(node.value) } };
}

/** One look at a run. */
export const pollReport = async (transport: Transport, access: AccountAccess, runId: string): Promise<CallResult<ReportPoll>> =>
  readPoll(await transport.send(access, pollRequest(runId)));

/** Looks at many runs of one account, 50 a call, each with its own answer. */
export async function pollReports(
  wire: GraphWire,
  access: AccountAccess,
  runIds: readonly string[],
): Promise<ReadonlyMap<string, CallResult<ReportPoll>>> {
  const polls = new Map<string, CallResult<ReportPoll>>();
  const unique = [...new Set(runIds)];
  for (let start = 0; start < unique.length; start += BATCH_SIZE) {
    const ids = unique.slice(start, start + BATCH_SIZE);
    const answers = await wire.readBatch(access, ids.map(pollRequest));
    for (const [index, id] of ids.entries()) {
      const answer = answers[index];
      if (answer !== undefined) polls.set(id, readPoll(answer));
    }
  }
  return polls;
}

/** The rows of a completed run, all pages. Before it is complete Meta answers 2601. */
export async function readReport(
  transport: Transport,
  access: AccountAccess,
  runId: string,
  options: { readonly currency: string; readonly pageSize?: number },
): Promise<CallResult<readonly InsightsRow[]>> {
  const refused = unknownCurrency(options.currency);
  if (refused !== null) return refused;
  const params = { limit: options.pageSize ?? PAGE_SIZE };
  const rows = await readPages(transport, access, { path: `/${objectNode(runId)}/insights`, params });
  return rows.ok ? readRows(rows.value, options.currency) : rows;
}

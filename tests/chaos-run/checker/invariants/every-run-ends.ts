import type { Row } from '../evidence.ts';
import { type Facts, type Run, text, timeOf } from '../facts.ts';
import type { Finding, Violation } from '../finding.ts';

const END_WITHIN_MS = 60_000;
const FINAL = new Set(['succeeded', 'failed', 'needs_attention', 'cancelled']);
/** The client only asks about what it was shown: a service that has not heard of it must wait, not refuse. */
const UNHEARD_OF = new Set(['campaign-not-found', 'ab-test-not-found', 'account-not-connected', 'no-winner', 'clip-unknown']);
const ENDS = new Set(['CampaignCreated', 'CampaignFailed', 'RequestRejected']);

/** I1: what was accepted ends, once, in time, and its caller is told the same as everybody else. */
export function everyRunEnds(facts: Facts): Finding {
  const endsOf = endEvents(facts);
  const accepted = facts.runs.filter(({ promisedIds, operations }) => promisedIds.length + operations.length > 0);
  const operations = facts.table('gateway', 'operations');
  return {
    invariant: 'I1',
    rule: 'every accepted run reaches exactly one end within 60 s of the last fault',
    counts: { accepted: accepted.length, operations: operations.length },
    violations: [
      ...accepted.flatMap((run) => judgeRun(run, endsOf, facts.run.healedAt)),
      ...operations.filter((row) => row['kind'] !== 'campaign_run').flatMap(judgeOperation),
      ...facts.runs.flatMap((run) => falseRefusal(run, facts)),
    ],
  };
}

/** Distinct end events by the operation they end. */
function endEvents({ events }: Facts): Map<string, string[]> {
  const ends = new Map<string, string[]>();
  for (const { topic, type, data } of events) {
    if (topic !== 'campaigns' || !ENDS.has(type)) continue;
    const operation = text(data?.['requestId']);
    ends.set(operation, [...(ends.get(operation) ?? []), type]);
  }
  return ends;
}

function judgeRun(run: Run, endsOf: ReadonlyMap<string, readonly string[]>, healedAt: number): Violation[] {
  const [row] = run.operations;
  const about = (what: string): Violation[] => [{ id: run.promisedIds[0] ?? text(row?.['id']), what: `${run.name}: ${what}` }];
  if (row === undefined) return about('was accepted, and no operation has its key');
  const id = text(row['id']);
  if (!FINAL.has(text(row['state']))) return about(`is ${row['state']} and has not ended`);
  const lateMs = timeOf(row['completed_at']) - healedAt;
  const ends = endsOf.get(id) ?? [];
  return [
    ...(run.promisedIds.every((promised) => promised === id) ? [] : about(`was promised as ${run.promisedIds}, but is ${id}`)),
    ...(lateMs > END_WITHIN_MS ? about(`ended ${Math.round(lateMs / 1_000)} s after the last fault`) : []),
    ...(ends.length === 1 ? [] : about(`has ${ends.length} end events: ${ends.join(', ')}`)),
    ...(run.seenEnd === undefined && run.promisedIds.length > 0 ? about('ended, but its caller never saw the end') : []),
    ...(run.seenEnd === undefined || run.seenEnd['state'] === row['state']
      ? []
      : about(`its caller saw it ${run.seenEnd['state']}, but it is ${row['state']}`)),
  ];
}

/** Everything else that was accepted: syncs, cancellations, tests, publications. */
function judgeOperation(row: Row): Violation[] {
  const about = (what: string): Violation[] => [
    { id: text(row['id']), what: `${row['kind']} of ${row['aggregate_id']}: ${what}` },
  ];
  if (!FINAL.has(text(row['state']))) return about(`is ${row['state']} and has not ended`);
  const code = text((row['answer'] as Row | null)?.['code']);
  return UNHEARD_OF.has(code) ? about(`was accepted, then refused with ${code}`) : [];
}

/** A run of clips that were promised before it was asked for must not hear that a clip is unknown. */
function falseRefusal(run: Run, facts: Facts): Violation[] {
  const askedAt = run.lines[0]?.at ?? 0;
  const clips = Array.isArray(run.asked['clips']) ? run.asked['clips'].map(text) : [];
  const wasRefused = run.operations.some((row) => (row['answer'] as Row | null)?.['code'] === 'clip-not-found');
  if (!wasRefused || clips.length === 0) return [];
  const known = new Set(
    facts.history
      .filter(({ op, phase, at }) => op === 'clip' && phase === 'ok' && at <= askedAt)
      .map(({ value }) => text(value['clip_id'])),
  );
  if (!clips.every((clip) => known.has(clip))) return [];
  return [
    { id: run.promisedIds[0] ?? run.key, what: `${run.name}: refused for an unknown clip, which had been published before` },
  ];
}

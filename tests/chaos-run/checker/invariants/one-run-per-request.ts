import { type Facts, isLive, type Run, text } from '../facts.ts';
import type { Finding, Violation } from '../finding.ts';

/** I2: a request is one run however often it was sent, and none when it was refused. */
export function oneRunPerRequest(facts: Facts): Finding {
  const built = new Set(
    facts.events
      .filter(({ topic, type }) => topic === 'campaigns' && type === 'CampaignCreated')
      .map(({ data }) => text(data?.['requestId'])),
  );
  const nameCounts = Map.groupBy(facts.table('gateway', 'campaigns'), (row) => text(row['name']));
  const refused = facts.runs.filter(isRefused);
  const unknown = facts.runs.filter(
    ({ lines, promisedIds }) => promisedIds.length === 0 && lines.some(({ phase }) => phase === 'info'),
  );
  return {
    invariant: 'I2',
    rule: 'one request is at most one run, a refused one none',
    counts: { requests: facts.runs.length, refused: refused.length, unanswered: unknown.length },
    violations: facts.runs.flatMap((run) => [
      ...tooMany(run, 'operations', run.operations.length),
      ...tooMany(run, 'promised operations', run.promisedIds.length),
      ...tooMany(run, 'campaigns in the read model', nameCounts.get(run.name)?.length ?? 0),
      ...(isRefused(run) ? judgeRefused(run, built) : []),
    ]),
  };
}

const isRefused = ({ lines, promisedIds }: Run): boolean =>
  promisedIds.length === 0 && lines.some(({ phase }) => phase === 'fail');

function tooMany(run: Run, what: string, count: number): Violation[] {
  return count <= 1 ? [] : [{ id: run.key, what: `${run.name}: ${count} ${what}` }];
}

function judgeRefused(run: Run, built: ReadonlySet<string>): Violation[] {
  const live = run.objects.filter(isLive);
  const wasBuilt = run.operations.some((row) => built.has(text(row['id'])));
  if (live.length === 0 && !wasBuilt) return [];
  return [
    { id: run.key, what: `${run.name}: was refused, and yet ${live.map(({ level, id }) => `${level} ${id}`).join(', ')} exist` },
  ];
}

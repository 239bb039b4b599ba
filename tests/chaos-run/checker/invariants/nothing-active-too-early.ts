import type { JournalEntry, MetaObject } from '../evidence.ts';
import { type Facts, isLive, type Run, text } from '../facts.ts';
import type { Finding, Violation } from '../finding.ts';

const SPENDS = new Set(['campaign', 'adset', 'ad']);

/** I6: nothing was ever ACTIVE without auto_publish, nor before its tree was complete; the campaign comes last. */
export function nothingActiveTooEarly(facts: Facts): Finding {
  const place = places(facts);
  const born = new Map(facts.journal.flatMap((entry) => entry.created.map((id) => [id, entry.n] as const)));
  const activations = facts.journal.filter((entry) => isActivation(entry));
  const stillActive = facts.objects.filter(({ level, status }) => SPENDS.has(level) && status === 'ACTIVE');
  return {
    invariant: 'I6',
    rule: 'nothing ACTIVE before all steps are done, and never without auto_publish',
    counts: { activations: activations.length, 'active at the end': stillActive.length, objects: facts.objects.length },
    violations: [
      ...activations.flatMap((entry) => judge(entry, place, born)),
      ...stillActive.flatMap((object) => mustNotBeActive(object, place.get(object.id)?.run)),
    ],
  };
}

type Place = { readonly run: Run; readonly object: MetaObject };

const places = ({ runs }: Facts): Map<string, Place> =>
  new Map(runs.flatMap((run) => run.objects.map((object) => [object.id, { run, object }] as const)));

/** Also one whose answer was lost or garbled: Meta carried it out. One that Meta refused was not. */
const isActivation = ({ method, body, status, fault, created }: JournalEntry): boolean =>
  method === 'POST' &&
  body['status'] === 'ACTIVE' &&
  (created.length > 0 || (status !== null && status < 300) || wasCarriedOut(fault));

const wasCarriedOut = (fault: string | null): boolean => fault !== null && !['drop', 'error', 'throttle'].includes(fault);

function judge(entry: JournalEntry, place: ReadonlyMap<string, Place>, born: ReadonlyMap<string, number>): Violation[] {
  if (entry.created.length > 0)
    return entry.created.map((id) => ({ id, what: `was created ACTIVE (request ${entry.n} of the journal)` }));
  const id = entry.path.slice(1);
  const { run } = place.get(id) ?? {};
  if (run === undefined) return [{ id, what: `was set ACTIVE, and belongs to no run (request ${entry.n})` }];
  const missing = run.objects.filter(
    (object) => isLive(object) && SPENDS.has(object.level) && (born.get(object.id) ?? 0) > entry.n,
  );
  return [
    ...mustNotBeActive({ id }, run),
    ...missing.map((object) => ({
      id,
      what: `${run.name}: set ACTIVE (request ${entry.n}) before ${object.level} ${object.id} was made`,
    })),
  ];
}

function mustNotBeActive({ id }: { readonly id: string }, run: Run | undefined): Violation[] {
  if (run?.asked['auto_publish'] === true) return [];
  return [{ id, what: `${text(run?.name)}: ACTIVE without auto_publish` }];
}

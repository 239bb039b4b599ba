import { type Facts, text } from '../facts.ts';
import type { Finding, Violation } from '../finding.ts';

/** Something that was made or changed, and the kind of request that must be on record for it. */
interface Change {
  readonly id: string;
  readonly what: string;
  readonly kind: string;
  /** Who asked, as the service that carried it out knows it; undefined where it does not keep that. */
  readonly actor?: string;
}

/** I13: for whatever was done there is a recorded request, with whoever asked for it. */
export function everyChangeHasAnActor(facts: Facts): Finding {
  const requests = Map.groupBy(facts.table('gateway', 'operations'), (row) => `${row['kind']} ${row['aggregate_id']}`);
  const changes = changesOf(facts);
  return {
    invariant: 'I13',
    rule: 'every clip, run, cancellation, A/B test and publication has a recorded request with its actor',
    counts: { changes: changes.length },
    violations: changes.flatMap((change): Violation[] => {
      const actors = (requests.get(`${change.kind} ${change.id}`) ?? []).map((row) => text(row['subject']));
      if (actors.length === 0) return [{ id: change.id, what: `${change.what}: nobody asked for it` }];
      if (actors.some((actor) => actor === '')) return [{ id: change.id, what: `${change.what}: a request without an actor` }];
      if (change.actor === undefined || actors.includes(change.actor)) return [];
      return [{ id: change.id, what: `${change.what}: done for ${change.actor}, asked for by ${actors.join(', ')}` }];
    }),
  };
}

function changesOf(facts: Facts): Change[] {
  const campaigns = facts.table('campaign-orchestrator', 'sagas').filter(({ type }) => type === 'campaign');
  const tests = facts.table('ab-evaluator', 'meta_ab_tests');
  // Those publish their winner by themselves, as was asked when the test was made.
  const automatic = new Set(tests.filter((row) => text(row['auto_publish_to']) !== '').map((row) => text(row['id'])));
  const asked = facts.table('publisher', 'publish_logs').filter((row) => !automatic.has(text(row['ab_test_id'])));
  return [
    ...facts.table('gateway', 'clips').map((row) => change(row['id'], 'clip', 'clip_publish')),
    ...campaigns.map((row) => ({ ...change(row['id'], 'run', 'campaign_run'), actor: requestedBy(row['input']) })),
    ...campaigns
      .filter((row) => row['cancel_requested'] === true)
      .map((row) => change(row['id'], 'cancellation', 'campaign_cancel')),
    ...tests.map((row) => ({ ...change(row['id'], 'A/B test', 'ab_test_create'), actor: text(row['requested_by']) })),
    ...asked.map((row) => change(row['ab_test_id'], 'publication', 'winner_publish')),
  ];
}

const change = (id: unknown, what: string, kind: string): Change => ({ id: text(id), what, kind });

const requestedBy = (input: unknown): string =>
  text((input as { request?: { requestedBy?: unknown } } | undefined)?.request?.requestedBy);

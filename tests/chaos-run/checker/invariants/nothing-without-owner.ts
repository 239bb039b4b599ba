import { type Facts, isLive, text } from '../facts.ts';
import type { Finding, Violation } from '../finding.ts';

const TABLES: Readonly<Record<string, string>> = {
  campaign: 'meta_campaigns',
  adset: 'meta_adsets',
  creative: 'meta_creatives',
  ad: 'meta_ads',
};

/** I5: each object at Meta has a row of ours, each row that says so an object, each post a publication. */
export function nothingWithoutOwner(facts: Facts): Finding {
  const live = facts.objects.filter((object) => object.level in TABLES && isLive(object));
  const liveIds = new Set(live.map(({ id }) => id));
  const owned = new Map(Object.entries(TABLES).map(([level, table]) => [level, ownedIds(facts, table)]));
  const orphans = live.filter(({ level, id }) => !owned.get(level)?.has(id));
  const ghosts = [...owned].flatMap(([level, ids]) =>
    [...ids]
      .filter((id) => !liveIds.has(id))
      .map((id): Violation => ({ id, what: `a row says that this ${level} exists; it does not` })),
  );
  return {
    invariant: 'I5',
    rule: 'no object at Meta without an owner row, no row without its object',
    counts: { objects: live.length },
    violations: [
      ...orphans.map(({ id, level, name, account }) => ({ id, what: `no row knows this ${level} of ${account}: ${name}` })),
      ...ghosts,
    ],
  };
}

const ownedIds = (facts: Facts, table: string): Set<string> =>
  new Set(
    facts
      .table('campaign-orchestrator', table)
      .filter((row) => row['meta_id'] !== null && row['removed_at'] === null)
      .map((row) => text(row['meta_id'])),
  );

import type { MetaObject } from '../evidence.ts';
import { type Facts, isLive, type Run, text } from '../facts.ts';
import type { Finding, Violation } from '../finding.ts';

/** A count of I3. */
export const SECOND_OBJECTS = 'second objects made and removed again';

/** I3: a run that succeeded has exactly one tree, of the right shape and budget, and it is the one its caller was told of. */
export function builtRunsAreWhole(facts: Facts): Finding {
  const built = facts.runs.filter(({ operations }) => operations[0]?.['state'] === 'succeeded');
  return {
    invariant: 'I3',
    rule: 'per succeeded run exactly one campaign and ad set, the asked number of ads, right parents, equal budget',
    counts: {
      succeeded: built.length,
      [SECOND_OBJECTS]: built.reduce((sum, run) => sum + removedOf(run), 0),
    },
    violations: built.flatMap(judgeTree),
  };
}

const removedOf = (run: Run): number => run.objects.filter((object) => !isLive(object)).length;

function judgeTree(run: Run): Violation[] {
  const live = Map.groupBy(run.objects.filter(isLive), ({ level }) => level);
  const of = (level: string) => live.get(level) ?? [];
  const ads = Number(run.asked['ads'] ?? 1);
  const about = (what: string): Violation => ({ id: run.promisedIds[0] ?? run.key, what: `${run.name}: ${what}` });
  const counted = Object.entries({ campaign: 1, adset: 1, creative: ads, ad: ads }).flatMap(([level, wanted]) =>
    of(level).length === wanted ? [] : [about(`${of(level).length} live ${level}s instead of ${wanted}: ${ids(of(level))}`)],
  );
  if (counted.length > 0) return counted;
  const [campaign] = of('campaign');
  const [adSet] = of('adset');
  const creatives = new Set(of('creative').map(({ id }) => id));
  const badAds = of('ad').filter((ad) => ad.adset_id !== adSet?.id || !creatives.has(text(ad.creative_id)));
  return [
    ...(adSet?.campaign_id === campaign?.id ? [] : [about(`ad set ${adSet?.id} is in campaign ${adSet?.campaign_id}`)]),
    ...badAds.map((ad) => about(`ad ${ad.id} is in ad set ${ad.adset_id} with creative ${ad.creative_id}`)),
    ...(adSet?.daily_budget === run.asked['budget_cents']
      ? []
      : [about(`budget ${adSet?.daily_budget} instead of ${run.asked['budget_cents']}`)]),
    ...judgeTold(run, campaign, about),
  ];
}

function judgeTold(run: Run, campaign: MetaObject | undefined, about: (what: string) => Violation): Violation[] {
  const answer = run.operations[0]?.['answer'] ?? run.operations[0]?.['result'];
  const told = (answer as { campaign_creation?: { campaign_meta_id?: unknown } } | null)?.campaign_creation?.campaign_meta_id;
  return told === campaign?.id ? [] : [about(`its caller was told of campaign ${text(told)}, but it is ${campaign?.id}`)];
}

const ids = (objects: readonly MetaObject[]): string => objects.map(({ id }) => id).join(', ');

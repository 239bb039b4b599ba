import type { BestOf } from '../bayes/best-of.ts';
import { uniformPosterior } from '../bayes/beta-pair.ts';
import { quickBestOf } from '../bayes/quick-best-of.ts';
import { csHalfWidth, tauOf } from '../sequential/always-valid.ts';
import { cmhKArms } from '../stratified/cmh-k-arms.ts';
import { dateOfDay } from './account-days.ts';
import type { Findings } from './findings.ts';
import type { Duel } from './gates.ts';
import { ALPHA } from './input.ts';
import { SCORE_NOTE } from './labels.ts';
import { outlook } from './outlook.ts';
import { pairResults } from './pairs.ts';
import type { Prepared } from './prepare.ts';
import type { LookResult, Statistics } from './result.ts';

function stratified({ arms }: Prepared): Statistics['stratified'] {
  const test = cmhKArms(
    arms.map(({ clicks }) => clicks),
    arms.map(({ impressions }) => impressions),
  );
  return test && { chi2: test.chi2, df: test.df, p_value: test.p, log10p: test.log10p };
}

/** A duel's looks as the candidate's z against the boundary of the confidence sequence. */
function looksOf(prepared: Prepared, { sequential: { looks }, isFirst }: Duel): LookResult[] {
  const tau = tauOf(prepared.input.test.minimumEffect);
  const evidence = isFirst ? looks.lnFirst : looks.lnSecond;
  return looks.day.map((day, look) => {
    const l = looks.l[look] ?? 0;
    const v = looks.v[look] ?? 0;
    const own = isFirst ? l : -l;
    const half = csHalfWidth(v, tau, ALPHA);
    const se = Math.sqrt(v);
    return {
      date: dateOfDay((prepared.firstDay ?? 0) + day),
      z: own / se,
      boundary: half / se,
      p: Math.exp(-(evidence[look] ?? 0)),
      lo: Math.expm1(own - half),
      hi: Math.expm1(own + half),
    };
  });
}

function bestOf({ arms, problems }: Prepared): BestOf {
  // Counts that contradict themselves have no posterior.
  if (problems.length > 0) return { pBest: arms.map(() => 1 / arms.length), expectedLoss: arms.map(() => 0) };
  return quickBestOf(arms.map(({ sums }) => uniformPosterior([sums.clicks, sums.impressions])));
}

function compositeOf({ composite: { ranking, weights, isTie, indexOf } }: Findings): Statistics['composite'] {
  const [best, ...others] = ranking.filter(({ score }) => score !== null);
  const indices = others.flatMap(({ arm }) => {
    const index = best && indexOf(best.arm, arm);
    return index ? [{ against: arm.variant.id, ...index }] : [];
  });
  return { order: ranking.map(({ arm }) => arm.variant.id), weights, tie: isTie, note: SCORE_NOTE, indices };
}

/** Everything a reader may want to check a verdict by. */
export function statisticsOf(findings: Findings): Statistics {
  const { prepared, pairs, duels, trends } = findings;
  const { arms, firstDay, days } = prepared;
  const { pBest, expectedLoss } = bestOf(prepared);
  return {
    ...findings.headline,
    primary_metric: prepared.input.test.primaryMetric,
    days,
    first_day: firstDay === null || days === 0 ? null : dateOfDay(firstDay),
    last_day: firstDay === null || days === 0 ? null : dateOfDay(firstDay + days - 1),
    stratified: stratified(prepared),
    pairwise: pairResults(pairs),
    paths: duels.map((duel) => ({ rival: duel.rival.variant.id, looks: looksOf(prepared, duel) })),
    trends: trends.map(({ rival, trend }) => ({ rival: rival.variant.id, ...trend })),
    bayes: arms.map(({ variant }, i) => ({ variant_id: variant.id, p_best: pBest[i] ?? 0, expected_loss: expectedLoss[i] ?? 0 })),
    composite: compositeOf(findings),
    delivery: findings.delivery,
    outlook: outlook(prepared),
  };
}

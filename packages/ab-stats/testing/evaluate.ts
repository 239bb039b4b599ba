import { bestOf } from '../src/bayes/best-of.ts';
import { betaPair, uniformPosterior } from '../src/bayes/beta-pair.ts';
import { normalShrink, probabilityCheaper, roasLogNormal } from '../src/bayes/log-normal.ts';
import { projectCapped, stepBounds } from '../src/budget/capped-projection.ts';
import { floorWeights } from '../src/budget/floor-weights.ts';
import {
  type GrowthbookPlan,
  growthbookPower,
  growthbookSequentialRelative,
  normalEffectFlatPrior,
} from '../src/comparison/growthbook.ts';
import { statsigSequentialZ } from '../src/comparison/statsig.ts';
import { composition, type Segments } from '../src/health/composition.ts';
import { sequentialSrm, srm } from '../src/health/srm.ts';
import { benjaminiHochberg, holm } from '../src/multiple/corrections.ts';
import { chi2Sf, lnChi2Sf } from '../src/numerics/index.ts';
import { mdeTwoProp, powerTwoProp, sampleSizeEvanMiller, sampleSizeTwoProp } from '../src/power/two-proportions.ts';
import { chiSquare, chiSquareYates } from '../src/proportions/chi-square.ts';
import { fisherExact } from '../src/proportions/fisher-exact.ts';
import { type Counts, liftLog95, newcombe95, wilson95 } from '../src/proportions/intervals.ts';
import { normalTwoSided, pooledZ } from '../src/proportions/pooled-z.ts';
import { cpcLiftFromTotals, ratioDelta, ratioLiftWelchLog, type Series } from '../src/ratio/ratio-delta.ts';
import { compositeLogIndex, leaveOneOutScores, pairedDayIndex } from '../src/score/log-index.ts';
import { compositeRatioToBest, type Scored } from '../src/score/ratio-to-best.ts';
import { msprtLogRatio } from '../src/sequential/always-valid.ts';
import { asymptoticCsAbsolute, asymptoticCsMultiplier } from '../src/sequential/asymptotic-cs.ts';
import { ldObfBounds } from '../src/sequential/group-sequential.ts';
import { cmhKArms } from '../src/stratified/cmh-k-arms.ts';
import { cmhByDay } from '../src/stratified/cmh-two-arms.ts';
import { sequentialPathCtr } from '../src/stratified/pair-path.ts';
import { stratifiedRatio } from '../src/stratified/stratified-ratio.ts';

type Two = readonly [number, number];
type Four = readonly [number, number, number, number];
type TreatControl = { treat: Counts; control: Counts };
type Totals = { imp: number[]; clk: number[]; spend: number[]; rev: number[] };
type Clicks = { imp: number[]; clk: number[] };

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
const columns = ({ imp, clk }: Clicks) => ({
  y: Float64Array.from(clk),
  x: Float64Array.from(imp),
  events: Float64Array.from(clk),
});
const totalsOf = (arm: Totals) => ({ imp: sum(arm.imp), clk: sum(arm.clk), spend: sum(arm.spend), rev: sum(arm.rev) });

function pooledPs(arms: readonly Counts[]): Record<string, number | null> {
  const ps: Record<string, number | null> = {};
  for (const [i, first] of arms.entries()) {
    for (const [j, second] of arms.entries()) {
      const z = j > i ? pooledZ(first, second) : undefined;
      if (z !== undefined) ps[`p${i}${j}`] = z === null ? null : normalTwoSided(z).p;
    }
  }
  return ps;
}

/** `[day][arm] = [n, c]` as one array of days for each arm. */
function byArm(days: readonly (readonly Two[])[], field: 0 | 1): number[][] {
  return (days[0] ?? []).map((_, arm) => days.map((day) => day[arm]?.[field] ?? 0));
}

const proportions = {
  chiSquare: (x: { clicks: number[]; impressions: number[] }) => chiSquare(x.clicks, x.impressions),
  chiSquareYates: (x: Four) => chiSquareYates(...x),
  fisherExact: (x: Four) => ({ p: fisherExact(...x) }),
  chi2sf: ([x, df]: Two) => ({ p: chi2Sf(x, df), lnp: lnChi2Sf(x, df) }),
  wilson95: (x: Counts) => wilson95(x),
  newcombe95: ([c1, n1, c2, n2]: Four) => newcombe95([c1, n1], [c2, n2]),
  liftLogCI95: (x: TreatControl & { walter?: number }) => liftLog95(x.treat, x.control, x.walter),
  holm: (x: (number | null)[]) => holm(x),
  benjaminiHochberg: (x: (number | null)[]) => benjaminiHochberg(x),
  twoProportionPooledP: pooledPs,
};

const sequential = {
  asympCsMultiplier: (x: { n: number; alpha: number; tuning: number }) => asymptoticCsMultiplier(x.n, x.alpha, x.tuning),
  asympCsAbsolute: (x: { diff: number; se: number; n: number; alpha: number; tuning: number }) =>
    asymptoticCsAbsolute(x.diff, x.se, x.n, x.alpha, x.tuning),
  growthbookSequentialRelative: (x: TreatControl & { tuning: number; alpha?: number }) =>
    growthbookSequentialRelative(x.control, x.treat, x.tuning, x.alpha),
  msprtLogRatio: (x: { lnRR: number; V: number; tau: number; alpha: number }) => msprtLogRatio(x.lnRR, x.V, x.tau, x.alpha),
  statsigSequentialZ: (x: TreatControl & { alpha: number }) => statsigSequentialZ(x.treat, x.control, x.alpha),
  ldObfBoundsTwoSided: (x: { t: number[]; alpha: number }) => ldObfBounds(x.t, x.alpha),
  sequentialPathCtr: (x: { rows: { A: Clicks; B: Clicks }; tau: number; alpha: number }) =>
    sequentialPathCtr(columns(x.rows.A), columns(x.rows.B), x.tau, x.alpha),
};

const ratios = {
  fixture: (x: { A: Totals; B: Totals }) => ({ A: totalsOf(x.A), B: totalsOf(x.B) }),
  ratioDelta: (x: Series) => ratioDelta(x),
  ratioLiftWelchLog: (x: { A: Series; B: Series }) => ratioLiftWelchLog(x.A, x.B),
  cpcLiftFromTotals: (x: { spend: Two; clicks: Two }) => cpcLiftFromTotals(x.spend, x.clicks),
  cmhByDay: (days: readonly Four[]) => cmhByDay(days.map(([nA, cA, nB, cB]) => ({ nA, cA, nB, cB }))),
  stratifiedRatio: (days: readonly Four[]) => stratifiedRatio(days.map(([yA, xA, yB, xB]) => ({ yA, xA, yB, xB }))),
  cmhByDayK: (days: readonly (readonly Two[])[]) => cmhKArms(byArm(days, 1), byArm(days, 0)),
};

const bayes = {
  betaBinomialAB_uniformPrior: ([cA, nA, cB, nB]: Four) => betaPair([cA, nA], [cB, nB]),
  pBestBeta_uniformPrior: (arms: readonly Counts[]) => bestOf(arms.map(uniformPosterior)),
  gammaPoissonCpc_jeffreys: (x: { clicks: Two; spend: Two }) => ({ pA_cheaper: probabilityCheaper(x.clicks, x.spend) }),
  roasLogNormal: (x: { roas: Two; conversions: Two; aovCv: number }) => roasLogNormal(x.roas, x.conversions, x.aovCv),
  normalEffectFlatPrior: (x: TreatControl) => normalEffectFlatPrior(x.control, x.treat),
  normalShrink: (x: { lift: number; se: number; priorSd: number }) => normalShrink(x.lift, x.se, x.priorSd),
};

const planning = {
  srm: (x: { observed: number[]; weights: number[] }) => srm(x.observed, x.weights),
  sequentialSrmDirichlet1: (x: { observed: number[]; weights: number[] }) => sequentialSrm(x.observed, x.weights),
  powerTwoProp: (x: { p1: number; p2: number; nPerArm: number; alpha: number }) => powerTwoProp(x.p1, x.p2, x.nPerArm, x.alpha),
  sampleSizeTwoProp: (x: { p1: number; lift: number; alpha: number; power: number }) => {
    const exact = sampleSizeTwoProp(x.p1, x.p1 * (1 + x.lift), x.alpha, x.power);
    return { exact, ceil: Math.ceil(exact) };
  },
  sampleSizeEvanMiller: (x: { p: number; deltaAbs: number; alpha: number; power: number }) => {
    const exact = sampleSizeEvanMiller(x.p, x.deltaAbs, x.alpha, x.power);
    return { exact, round: Math.round(exact) };
  },
  growthbookPower: (x: GrowthbookPlan) => growthbookPower(x),
  mdeTwoProp: (x: { p1: number; nPerArm: number; alpha: number; power: number }) => mdeTwoProp(x.p1, x.nPerArm, x.alpha, x.power),
};

const score = {
  compositeRatioToBest: (x: readonly Scored[]) => compositeRatioToBest(x),
  compositeLogIndex: (x: { A: Scored; B: Scored }) => compositeLogIndex(x.A, x.B),
  compositeLogIndexPairedDayJackknife: (x: { A: Totals; B: Totals }) =>
    pairedDayIndex(leaveOneOutScores(x.A), leaveOneOutScores(x.B)),
  directStandardisation: (x: { A: Segments; B: Segments }) => composition([x.A, x.B]),
};

const budget = {
  floorWeights: (x: { pBest: number[]; floor: number }) => floorWeights(x.pBest, x.floor),
  projectCappedSimplex: (x: { targets: number[]; current: number[]; maxStep: number; total: number }) =>
    projectCapped(x.targets, x.total, stepBounds(x.current, x.maxStep)) ?? x.current,
};

const functions = { ...proportions, ...sequential, ...ratios, ...bayes, ...planning, ...score, ...budget };

const isKnown = (fn: string): fn is keyof typeof functions => Object.hasOwn(functions, fn);

/** JSON has no Infinity: the two strings stand for it, anywhere in a vector. */
export function readInfinities(value: unknown): unknown {
  if (value === 'Infinity') return Infinity;
  if (value === '-Infinity') return -Infinity;
  if (Array.isArray(value)) return value.map(readInfinities);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, readInfinities(inner)]));
}

/**
 * Runs one function of the vectors' table by its name; input and output have the table's shapes.
 * @throws RangeError when the table has no such function.
 */
export function evaluate(fn: string, input: unknown): unknown {
  if (!isKnown(fn)) throw new RangeError(`no function named ${fn}`);
  // The table fixes each input's shape; what a vector file holds is only known as JSON.
  const run = functions[fn] as (input: unknown) => unknown;
  return run(readInfinities(input));
}

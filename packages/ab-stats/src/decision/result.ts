import type { LogIndexInterval } from '../score/log-index.ts';
import type { Delivery } from './delivery.ts';
import type { Deficit, EmbargoReason } from './embargo.ts';
import type { Headline } from './headline.ts';
import type { Design, RatioMetric } from './input.ts';
import type { Outlook } from './outlook.ts';
import type { DataProblem } from './prepare.ts';
import type { VariantSnapshot } from './snapshot.ts';
import type { Trend } from './trend.ts';
import type { VerdictReason, VerdictState } from './verdict.ts';

/** A variant by every name a reader may know it. */
export interface VariantRef {
  readonly variant_id: string;
  readonly clip_id: string;
  readonly ad_id: string;
}

/** One pair on one metric; `ratio` and `lift` above 1 and 0 mean `a` is better (for CPC: cheaper, lift of clicks per unit of spend). */
export interface PairResult {
  readonly metric: RatioMetric;
  readonly a: string;
  readonly b: string;
  readonly days: number;
  readonly reason: string | null;
  readonly ratio: number | null;
  readonly lift: number | null;
  /** Fixed-horizon 95 % interval of the lift. */
  readonly lo: number | null;
  readonly hi: number | null;
  readonly p_model: number | null;
  readonly p_robust: number | null;
  readonly p_value: number | null;
  readonly log10p: number | null;
  readonly p_holm: number | null;
  readonly variance_source: 'daily' | 'totals_lower_bound' | null;
  /** Always-valid comparison; only for the primary metric. */
  readonly sequential: SequentialResult | null;
  /** Totals ignoring days; only for CTR. */
  readonly pooled: { readonly p_value: number | null; readonly lift: number; readonly lo: number; readonly hi: number } | null;
}

export interface SequentialResult {
  readonly looks: number;
  readonly p_a_better: number;
  readonly p_b_better: number;
  /** 95 % confidence sequence of the lift at the latest look. */
  readonly lo: number | null;
  readonly hi: number | null;
}

/** One look of the candidate against a rival: the z-trajectory and its boundary. */
export interface LookResult {
  readonly date: string;
  readonly z: number;
  readonly boundary: number;
  readonly p: number;
  readonly lo: number;
  readonly hi: number;
}

export type Flag =
  | Delivery['warnings'][number]
  | 'early'
  | 'forced'
  | 'force_refused'
  | 'small_effect'
  | 'trend_warning'
  | 'twyman'
  | 'simpson_warning'
  | 'low_counts'
  | 'model_based_variance'
  | 'roas_dropped'
  | 'zero_spend'
  | 'practical_tie';

export interface Verdict {
  readonly state: VerdictState;
  readonly reason: VerdictReason;
  readonly final: boolean;
  readonly sentence: string;
  /** Only in state `winner`. */
  readonly winner: VariantRef | null;
  /** Who leads on the primary metric; a lead is not a win. */
  readonly leader: VariantRef | null;
  readonly score_leader: VariantRef | null;
  readonly gates: { readonly beats_every_rival: boolean; readonly guardrails_clear: boolean; readonly composite_agrees: boolean };
  /** Guardrail metrics the leader is significantly worse on. */
  readonly worse_on: readonly RatioMetric[];
  readonly missing: readonly EmbargoReason[];
  readonly deficits: readonly Deficit[];
  readonly eta: string | null;
  /** Smallest lift over any rival the data leave possible, and the estimate shrunk against the winner's curse. */
  readonly least_lift: number | null;
  readonly expected_lift: number | null;
  readonly early: boolean;
  readonly small_effect: boolean;
  readonly significant: boolean;
  readonly forced: { readonly by: string; readonly reason: string } | null;
  readonly flags: readonly Flag[];
  readonly health: { readonly blocking: readonly string[]; readonly problems: readonly DataProblem[] };
  readonly design: Design;
  readonly design_text: string;
  readonly auto_publish: { readonly allowed: boolean; readonly blocked_by: readonly string[] };
}

export interface Statistics extends Headline {
  readonly primary_metric: RatioMetric;
  readonly days: number;
  readonly first_day: string | null;
  readonly last_day: string | null;
  /** Day-stratified test of all arms' click rates. */
  readonly stratified: { readonly chi2: number; readonly df: number; readonly p_value: number; readonly log10p: number } | null;
  readonly pairwise: readonly PairResult[];
  readonly paths: readonly { readonly rival: string; readonly looks: readonly LookResult[] }[];
  readonly trends: readonly (Trend & { readonly rival: string })[];
  /** Shown, never a stopping rule: P(best) above 95 % with daily looks names false winners in 38 % of null tests. */
  readonly bayes: readonly { readonly variant_id: string; readonly p_best: number; readonly expected_loss: number }[];
  readonly composite: {
    readonly order: readonly string[];
    readonly weights: Readonly<Partial<Record<RatioMetric, number>>>;
    readonly tie: boolean;
    readonly note: string;
    /** Log index of the best score against each other variant. */
    readonly indices: readonly ({ readonly against: string } & LogIndexInterval)[];
  };
  readonly delivery: Delivery;
  readonly outlook: Outlook;
}

/** Everything an A/B test's answer shows; finite numbers or null, so that it survives JSON. */
export interface AbTestResult {
  readonly metrics_snapshot: readonly VariantSnapshot[];
  readonly statistical_results: Statistics;
  /** By ad id, and by clip id where that names one variant only. */
  readonly composite_scores: Readonly<Record<string, number | null>>;
  readonly verdict: Verdict;
}

import { uniformPosterior } from '../bayes/beta-pair.ts';
import { quickBestOf } from '../bayes/quick-best-of.ts';
import { projectCapped, stepBounds } from './capped-projection.ts';
import { DEFAULT_FLOOR, floorWeights } from './floor-weights.ts';

/** Larger edits reset Meta's learning phase. */
export const MAX_STEP = 0.2;
const MIN_HOURS = 48;
const MIN_CLICKS = 100;
const MIN_CONVERSIONS = 40;

export interface BanditArm {
  readonly id: string;
  readonly impressions: number;
  readonly clicks: number;
  readonly conversions: number;
  readonly budgetCents: number;
  readonly isPaused: boolean;
}

export interface BanditInput {
  readonly arms: readonly BanditArm[];
  /** What counts as success: clicks of impressions, or conversions of clicks. */
  readonly optimise: 'clicks' | 'conversions';
  readonly elapsedHours: number;
  readonly minimumCents: number;
  /** Whether a budget was already changed on this settled day. */
  readonly changedToday: boolean;
  readonly isUnderInference: boolean;
  /** Campaign budget optimisation: Meta shares the budget out itself. */
  readonly isCbo: boolean;
  readonly isKilled: boolean;
  /** Default true: say what would be done, do nothing. */
  readonly dryRun?: boolean;
  readonly floor?: number;
  readonly maxStep?: number;
}

export type BanditRefusal =
  | 'kill_switch'
  | 'under_inference'
  | 'campaign_budget'
  | 'changed_today'
  | 'too_few_arms'
  | 'too_early'
  | 'too_few_clicks'
  | 'too_few_conversions'
  | 'infeasible';

/** The whole of what an audit needs: posterior, weights, before and after. No randomness is involved, so there is no seed. */
export interface BanditAudit {
  readonly seed: null;
  readonly posterior: readonly { readonly id: string; readonly a: number; readonly b: number; readonly pBest: number }[];
  readonly weights: readonly number[];
  readonly beforeCents: readonly number[];
  readonly afterCents: readonly number[];
}

export type BanditDecision =
  | { readonly do: 'keep'; readonly reason: BanditRefusal }
  | { readonly do: 'reallocate'; readonly dryRun: boolean; readonly label: 'biased_by_allocation'; readonly audit: BanditAudit };

function refusal(input: BanditInput, active: readonly BanditArm[]): BanditRefusal | null {
  if (input.isKilled) return 'kill_switch';
  // Moving delivery while a test runs is what makes totals lie (Simpson).
  if (input.isUnderInference) return 'under_inference';
  if (input.isCbo) return 'campaign_budget';
  if (input.changedToday) return 'changed_today';
  if (active.length < 2) return 'too_few_arms';
  if (input.elapsedHours < MIN_HOURS) return 'too_early';
  if (active.some(({ clicks }) => clicks < MIN_CLICKS)) return 'too_few_clicks';
  const isShort = input.optimise === 'conversions' && active.some(({ conversions }) => conversions < MIN_CONVERSIONS);
  return isShort ? 'too_few_conversions' : null;
}

/**
 * One day's reallocation by Thompson weights: towards the arms most likely the best, never below a floor, never more than 20 % at once, the
 * sum exact to the cent. Paused arms take no part. Results of a reallocated test are biased and carry that label.
 */
export function banditStep(input: BanditInput): BanditDecision {
  const active = input.arms.filter(({ isPaused }) => !isPaused);
  const reason = refusal(input, active);
  if (reason) return { do: 'keep', reason };
  const counts = active.map(({ impressions, clicks, conversions }) =>
    input.optimise === 'clicks' ? ([clicks, impressions] as const) : ([conversions, clicks] as const),
  );
  const posteriors = counts.map(uniformPosterior);
  const { pBest } = quickBestOf(posteriors);
  const weights = floorWeights(pBest, input.floor ?? DEFAULT_FLOOR);
  const beforeCents = active.map(({ budgetCents }) => budgetCents);
  const total = beforeCents.reduce((sum, cents) => sum + cents, 0);
  const bounds = stepBounds(beforeCents, Math.min(MAX_STEP, input.maxStep ?? MAX_STEP), input.minimumCents);
  const afterCents = projectCapped(
    weights.map((weight) => weight * total),
    total,
    bounds,
  );
  if (!afterCents) return { do: 'keep', reason: 'infeasible' };
  const posterior = active.map(({ id }, i) => ({ id, a: posteriors[i]?.a ?? 1, b: posteriors[i]?.b ?? 1, pBest: pBest[i] ?? 0 }));
  return {
    do: 'reallocate',
    dryRun: input.dryRun ?? true,
    label: 'biased_by_allocation',
    audit: { seed: null, posterior, weights, beforeCents, afterCents },
  };
}

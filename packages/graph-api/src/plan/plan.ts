import type { GraphFields } from '../json.ts';
import type { Level } from '../levels.ts';

/** `creative_1` and `ad_1` are the request's own; `_2` and on are its variants, in order. */
export type StepName = 'campaign' | 'ad_set' | `creative_${number}` | `ad_${number}`;

/** One object to create. */
export interface PlanStep {
  readonly step: StepName;
  readonly level: Level;
  /** Without the marker: the client appends it. */
  readonly name: string;
  /** The fields as sent, but for ids of earlier steps, which stand as `{campaign}`, `{ad_set}`, `{creative_1}`. */
  readonly payload: GraphFields;
  /** The clip of a creative or an ad, null on the levels above. */
  readonly clipId: string | null;
}

/** The whole tree in the order of creation. Same request, account, clips, settings and now: same plan. */
export interface CampaignPlan {
  readonly steps: readonly PlanStep[];
  /** What is legal but may surprise. Sentences for a person. */
  readonly warnings: readonly string[];
  /** After aliases: `CONVERSIONS` is `OFFSITE_CONVERSIONS`. */
  readonly optimizationGoal: string;
}

/** One broken rule. `pointer` is a JSON pointer into the run request. */
export interface Violation {
  readonly code: ViolationCode;
  readonly pointer: string;
  readonly detail: string;
}

export type ViolationCode =
  | 'objective-unknown'
  | 'goal-unknown'
  | 'goal-not-legal'
  | 'promoted-object-missing'
  | 'budget-missing'
  | 'budget-ambiguous'
  | 'budget-not-positive'
  | 'budget-too-low'
  | 'lifetime-needs-end'
  | 'daily-too-short'
  | 'time-invalid'
  | 'start-in-past'
  | 'end-in-past'
  | 'end-before-start'
  | 'countries-missing'
  | 'country-invalid'
  | 'places-overlap'
  | 'age-out-of-range'
  | 'age-order'
  | 'genders-invalid'
  | 'interest-invalid'
  | 'placement-retired'
  | 'dsa-missing'
  | 'special-category-unknown'
  | 'special-category-conflict'
  | 'call-to-action-unknown'
  | 'name-length'
  | 'description-length'
  | 'landing-url-invalid'
  | 'too-many-variants'
  | 'clip-unknown'
  | 'thumbnail-invalid'
  | 'currency-unknown';

export type PlanResult =
  | { readonly ok: true; readonly plan: CampaignPlan }
  | { readonly ok: false; readonly violations: readonly Violation[] };

/** Meta's ids of the steps created so far. */
export type StepIds = { readonly [step in StepName]?: string };

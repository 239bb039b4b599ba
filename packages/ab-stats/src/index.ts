export {
  type BanditArm,
  type BanditAudit,
  type BanditDecision,
  type BanditInput,
  type BanditRefusal,
  banditStep,
} from './budget/bandit-step.ts';
export { armsToPause, type DailyLook } from './budget/pause-rule.ts';
export type { Deficit, EmbargoReason } from './decision/embargo.ts';
export { evaluateAbTest } from './decision/evaluate-test.ts';
export type {
  AbTestInput,
  AbTestSettings,
  ClickField,
  DailyRow,
  Design,
  Metric,
  RatioMetric,
  SegmentRow,
  VariantInput,
} from './decision/input.ts';
export { inputHash } from './decision/input-hash.ts';
export { DESIGN_TEXT } from './decision/labels.ts';
export type { AbTestResult, Flag, PairResult, Statistics, VariantRef, Verdict } from './decision/result.ts';
export type { VariantSnapshot } from './decision/snapshot.ts';
export { type Decision, decideVerdict, type VerdictFacts, type VerdictReason, type VerdictState } from './decision/verdict.ts';
export { impressionsForBudget, type PlanOutlook, planTest, type TestPlan } from './power/plan-test.ts';

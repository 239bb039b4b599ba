import type { CompensatableStep, ForwardStep, SagaResults, StepKind } from './step.ts';

/** One step as it takes part in a saga: what the author wrote, and where it stands. */
export type PlannedStep =
  | { readonly kind: 'compensatable'; readonly step: CompensatableStep }
  | { readonly kind: Exclude<StepKind, 'compensatable'>; readonly step: ForwardStep };

/** The steps of one saga in order, for its input. */
export type SagaPlan = readonly PlannedStep[];

/**
 * A saga's steps and identity. Running sagas keep the version they began with: register old versions with the engine
 * until none of their sagas is left.
 */
export interface SagaDefinition<Input = unknown, Deps = unknown> {
  readonly type: string;
  readonly version: number;
  /** @throws Error when two steps have one name or no step is left */
  plan(input: Input): SagaPlan;
  /** Never called; keeps Deps part of the type, so that an engine without them is refused. */
  needs?(deps: Deps): void;
}

type Names<Results> = keyof Results & string;

/** After the pivot (or after the first retriable step) only retriable steps can follow. */
export interface ForwardSagaBuilder<Input, Deps, Results> {
  retriable<Name extends Names<Results>>(step: ForwardStep<Input, Deps, Results, Name>): ForwardSagaBuilder<Input, Deps, Results>;
  retriableEach<Name extends Names<Results>>(
    steps: (input: Input) => readonly ForwardStep<Input, Deps, Results, Name>[],
  ): ForwardSagaBuilder<Input, Deps, Results>;
  build(): SagaDefinition<Input, Deps>;
}

export interface SagaBuilder<Input, Deps, Results> extends ForwardSagaBuilder<Input, Deps, Results> {
  compensatable<Name extends Names<Results>>(
    step: CompensatableStep<Input, Deps, Results, Name>,
  ): SagaBuilder<Input, Deps, Results>;
  compensatableEach<Name extends Names<Results>>(
    steps: (input: Input) => readonly CompensatableStep<Input, Deps, Results, Name>[],
  ): SagaBuilder<Input, Deps, Results>;
  pivot<Name extends Names<Results>>(step: ForwardStep<Input, Deps, Results, Name>): ForwardSagaBuilder<Input, Deps, Results>;
}

type PlanPart = (input: never) => SagaPlan;

/**
 * Describes a saga step by step:
 * `defineSaga<Input, Deps, Results>({ type, version }).compensatable(…).pivot(…).retriable(…).build()`.
 * The types refuse a compensatable step after the pivot and one without a compensation (M20).
 */
export function defineSaga<Input, Deps = unknown, Results = SagaResults>(identity: {
  readonly type: string;
  readonly version: number;
}): SagaBuilder<Input, Deps, Results> {
  return builder<Input, Deps, Results>(identity, []);
}

function builder<Input, Deps, Results>(
  identity: { readonly type: string; readonly version: number },
  parts: readonly PlanPart[],
): SagaBuilder<Input, Deps, Results> {
  type Step<K extends StepKind> = K extends 'compensatable'
    ? CompensatableStep<Input, Deps, Results>
    : ForwardStep<Input, Deps, Results>;
  const adding = <K extends StepKind>(kind: K, steps: (input: Input) => readonly Step<K>[]) =>
    builder<Input, Deps, Results>(identity, [...parts, (input: Input) => planned(kind, steps(input), input)]);
  return {
    compensatable: (step) => adding('compensatable', () => [step as Step<'compensatable'>]),
    compensatableEach: (steps) => adding('compensatable', steps as (input: Input) => readonly Step<'compensatable'>[]),
    pivot: (step) => adding('pivot', () => [step as Step<'pivot'>]),
    retriable: (step) => adding('retriable', () => [step as Step<'retriable'>]),
    retriableEach: (steps) => adding('retriable', steps as (input: Input) => readonly Step<'retriable'>[]),
    build: () => ({
      ...identity,
      plan: (input) =>
        checked(
          identity.type,
          parts.flatMap((part) => part(input as never)),
        ),
    }),
  };
}

function planned<Input>(kind: StepKind, steps: readonly { when?(input: Input): boolean }[], input: Input): SagaPlan {
  return steps.filter((step) => step.when?.(input) ?? true).map((step) => ({ kind, step }) as unknown as PlannedStep);
}

function checked(type: string, plan: SagaPlan): SagaPlan {
  const names = new Set(plan.map(({ step }) => step.name));
  if (plan.length === 0 || names.size < plan.length) throw new Error(`saga ${type}: steps need unique names, and at least one`);
  return plan;
}

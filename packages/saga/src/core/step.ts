import type { BackoffPolicy } from '@mao/service-kit';
import { type Done, done, type ReconcileOutcome, type StepOutcome } from './outcome.ts';

/**
 * `compensatable`: can be undone. `pivot`: the point of no return; succeeds or leaves nothing. `retriable`: after it; must
 * succeed in the end, is never undone.
 */
export type StepKind = 'compensatable' | 'pivot' | 'retriable';

export interface RetryPolicy {
  /** Tries in all, the first included. */
  readonly maxAttempts: number;
  readonly backoff: BackoffPolicy;
}

/** Results by step name. Give your own to `defineSaga` and results are typed; template keys (`creative-${number}`) work. */
export type SagaResults = Readonly<Record<string, unknown>>;

export interface StepContext<Input = unknown, Deps = unknown, Results = SagaResults> {
  readonly sagaId: string;
  readonly input: Input;
  /** Results of the finished steps. */
  readonly results: Readonly<Partial<Results>>;
  readonly stepName: string;
  /** 1 for the first try. An idempotency key is made of saga id and step name, never of this. */
  readonly attempt: number;
  /** 1 for the first look since the try in doubt; looks that failed are not counted. 0 in `run`. */
  readonly lookNumber: number;
  /** When the latest try of the step was recorded, by the database's clock. */
  readonly intentAt: Date;
  readonly deps: Deps;
  /** Aborts when the step's deadline passes, the lease is lost or the worker must stop. Hand it to every remote call. */
  readonly signal: AbortSignal;
  /** The database's time. */
  now(): Date;
}

export interface CompensationContext<Input = unknown, Deps = unknown, Results = SagaResults, Result = unknown>
  extends StepContext<Input, Deps, Results> {
  /** False when the call stayed in doubt and the step has no `reconcile`: undo whatever may exist. */
  readonly isResultKnown: boolean;
  readonly result: Result | undefined;
}

interface StepBase<Input, Deps, Results, Name extends keyof Results & string> {
  /** Unique within the saga. Part of remote idempotency keys: never rename it in a version that has running sagas. */
  readonly name: Name;
  /** From the first try (or from a resume) to the end of the last; past it the step is given up. */
  readonly deadlineMs: number;
  /** Default: 3 tries, 2 s doubling up to 60 s. */
  readonly retry?: RetryPolicy;
  /** False leaves the step out of this saga. Decided once, from the input alone. */
  when?(input: Input): boolean;
  /**
   * Does the remote work; its intent is durable before it is called. Only one call of a saga runs at a time.
   * Throwing counts as `unknown` if the step has `reconcile`, else as `failed` with an effect that may exist.
   */
  run(ctx: StepContext<Input, Deps, Results>): Promise<StepOutcome<Results[Name]>>;
  /** Finds out what a call in doubt did, without changing anything. Throwing counts as `failed`. */
  reconcile?(ctx: StepContext<Input, Deps, Results>): Promise<ReconcileOutcome<Results[Name]>>;
}

export interface CompensatableStep<
  Input = unknown,
  Deps = unknown,
  Results = SagaResults,
  Name extends keyof Results & string = keyof Results & string,
> extends StepBase<Input, Deps, Results, Name> {
  /** Undoes the step. Must be idempotent: it is repeated until it says `done`. Throwing counts as `failed`. */
  compensate(ctx: CompensationContext<Input, Deps, Results, Results[Name]>): Promise<StepOutcome>;
  /** Default: 10 tries, 1 s doubling up to 60 s; then the saga needs attention. */
  readonly compensateRetry?: RetryPolicy;
}

/** A step that cannot be undone: the compiler refuses a compensation, which would never be called. */
export interface ForwardStep<
  Input = unknown,
  Deps = unknown,
  Results = SagaResults,
  Name extends keyof Results & string = keyof Results & string,
> extends StepBase<Input, Deps, Results, Name> {
  readonly compensate?: never;
}

/** The compensation of a step that only reads. */
export async function nothingToUndo(): Promise<Done<null>> {
  return done();
}

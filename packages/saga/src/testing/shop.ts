import { defineSaga, type SagaDefinition } from '../core/definition.ts';
import { done, found, type ReconcileOutcome, type StepOutcome } from '../core/outcome.ts';
import type { CompensationContext, StepContext } from '../core/step.ts';

/** What a test wants a call to come to; what it does not say succeeds. */
export interface Shop {
  /** Every call in order, as `<saga id> run|look|undo <step>`. */
  readonly calls: string[];
  run?(ctx: StepContext): Promise<StepOutcome | undefined>;
  look?(ctx: StepContext): Promise<ReconcileOutcome | undefined>;
  undo?(ctx: CompensationContext): Promise<StepOutcome | undefined>;
}

export const newShop = (answers: Omit<Shop, 'calls'> = {}): Shop => ({ calls: [], ...answers });

const retry = { maxAttempts: 3, backoff: { baseMs: 20, maxMs: 100 } };

const forward = {
  deadlineMs: 20_000,
  retry,
  async run(ctx: StepContext<unknown, Shop>): Promise<StepOutcome> {
    ctx.deps.calls.push(`${ctx.sagaId} run ${ctx.stepName}`);
    return (await ctx.deps.run?.(ctx)) ?? done({ of: ctx.stepName });
  },
  async reconcile(ctx: StepContext<unknown, Shop>): Promise<ReconcileOutcome> {
    ctx.deps.calls.push(`${ctx.sagaId} look ${ctx.stepName}`);
    return (await ctx.deps.look?.(ctx)) ?? found({ of: ctx.stepName });
  },
};
const undoable = {
  ...forward,
  compensateRetry: { maxAttempts: 2, backoff: { baseMs: 20, maxMs: 100 } },
  async compensate(ctx: CompensationContext<unknown, Shop>): Promise<StepOutcome> {
    ctx.deps.calls.push(`${ctx.sagaId} undo ${ctx.stepName}`);
    return (await ctx.deps.undo?.(ctx)) ?? done();
  },
};

/** room, sign: compensatable · open: pivot · tell: retriable. */
export function shopSaga(version = 1): SagaDefinition<unknown, Shop> {
  return defineSaga<unknown, Shop>({ type: 'shop', version })
    .compensatable({ ...undoable, name: 'room' })
    .compensatable({ ...undoable, name: 'sign' })
    .pivot({ ...forward, name: 'open' })
    .retriable({ ...forward, name: 'tell' })
    .build();
}

/** A promise that a test settles. */
export function gate<T>(): { readonly passed: Promise<T>; open(value: T): void } {
  const { promise, resolve } = Promise.withResolvers<T>();
  return { passed: promise, open: resolve };
}

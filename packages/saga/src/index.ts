export { defineSaga, type ForwardSagaBuilder, type SagaBuilder, type SagaDefinition } from './core/definition.ts';
export {
  absent,
  conflict,
  done,
  failed,
  found,
  lookAgain,
  type ReconcileOutcome,
  rejected,
  type SagaError,
  type StepOutcome,
  unknown,
  waiting,
} from './core/outcome.ts';
export type { SagaEvent } from './core/saga-event.ts';
export { type CompensationState, hasEnded, type SagaStatus, type StepStateName } from './core/saga-state.ts';
export {
  type CompensatableStep,
  type CompensationContext,
  type ForwardStep,
  nothingToUndo,
  type RetryPolicy,
  type SagaResults,
  type StepContext,
  type StepKind,
} from './core/step.ts';
export {
  type CancelAnswer,
  createSagaEngine,
  type FaultPoint,
  type SagaEngine,
  type SagaEngineOptions,
  type SagaTarget,
} from './engine.ts';
export { sagaMigrations } from './store/migrations.ts';
export {
  judgeByHand,
  type RequestAnswer,
  type RequestByHand,
  requestByHand,
} from './store/requests-by-hand.ts';
export { sagaEntities } from './store/tables.ts';
export type { SagaStepView, SagaTransition, SagaView } from './view.ts';

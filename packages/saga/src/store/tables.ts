import { defineEntity, p } from '@mikro-orm/core';
import type { SagaError } from '../core/outcome.ts';
import { COMPENSATION_STATES, HEADINGS, SAGA_STATUSES, STEP_STATES } from '../core/saga-state.ts';

/** One saga. Written by plain SQL under (id, lease_epoch, version); mapped for reading only. */
const sagaSchema = defineEntity({
  name: 'Saga',
  tableName: 'sagas',
  properties: {
    id: p.uuid().primary(),
    type: p.text(),
    definitionVersion: p.integer(),
    status: p.enum(SAGA_STATUSES),
    heading: p.enum(HEADINGS),
    tag: p.text().nullable(),
    input: p.json<unknown>(),
    version: p.bigint('number'), // writes of its worker
    requests: p.bigint('number'), // requests from outside: cancel, wake, hold, resume
    leaseOwner: p.text().nullable(),
    leaseEpoch: p.bigint('number'),
    leaseUntil: p.datetime().nullable(),
    wakeAt: p.datetime().nullable(), // when a worker must look: a timer, or the end of the lease; null: nothing to do
    waitingFor: p.text().nullable(),
    cancelRequested: p.boolean(),
    resumeRequested: p.boolean(),
    wakeRequested: p.boolean(),
    holdReason: p.text().nullable(),
    correlationId: p.text().nullable(),
    causationId: p.text().nullable(),
    traceparent: p.text().nullable(),
    error: p.json<SagaError>().nullable(),
    createdAt: p.datetime(),
    updatedAt: p.datetime(),
    finishedAt: p.datetime().nullable(),
  },
});

class Saga extends sagaSchema.class {}
sagaSchema.setClass(Saga);

/** One step that was reached. */
const stepSchema = defineEntity({
  name: 'SagaStep',
  tableName: 'saga_steps',
  properties: {
    sagaId: p.uuid().primary(),
    name: p.text().primary(),
    position: p.integer(),
    kind: p.enum(['compensatable', 'pivot', 'retriable'] as const),
    state: p.enum(STEP_STATES),
    mayExist: p.boolean(),
    attempts: p.integer(),
    looks: p.integer(),
    lookFailures: p.integer(),
    intentAt: p.datetime().nullable(),
    endedAt: p.datetime().nullable(),
    deadlineAt: p.datetime().nullable(),
    retryAt: p.datetime().nullable(),
    waitingFor: p.text().nullable(),
    result: p.json<unknown>().nullable(),
    error: p.json<SagaError>().nullable(),
    compensation: p.enum(COMPENSATION_STATES),
    compensationAttempts: p.integer(),
  },
});

class SagaStep extends stepSchema.class {}
stepSchema.setClass(SagaStep);

/** For `openDatabase({ entities })`. */
export const sagaEntities = [Saga, SagaStep] as const;

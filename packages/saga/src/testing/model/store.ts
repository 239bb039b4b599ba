import assert from 'node:assert/strict';
import type { Advance } from '../../core/advance.ts';
import type { SagaEvent } from '../../core/saga-event.ts';
import { hasEnded, type SagaState } from '../../core/saga-state.ts';
import type { Sim } from './sim.ts';

/** One saga's row, with the rules of `saveSagas`: a write is conditional on epoch, version and requests. */
export interface Row {
  state: SagaState;
  version: number;
  requests: number;
  epoch: number;
  leaseUntil: number | null;
  wakeAt: number | null;
  wakeRequested: boolean;
  resumeRequested: boolean;
}

export interface Write {
  readonly version: number;
  readonly requests: number;
  readonly epoch: number;
  readonly advance: Advance;
}

export type WriteAnswer = 'saved' | 'stale' | 'lost';

/** What the projections saw, in order: they are applied only by writes that are saved. */
export interface Projections {
  readonly events: SagaEvent[];
}

export function write(sim: Sim, entry: Write, options: { isClaim: boolean; leaseMs: number }): WriteAnswer {
  const { row, projections, now } = sim;
  if (row.epoch !== entry.epoch) return 'lost';
  if (row.version !== entry.version) return 'saved';
  if (row.requests !== entry.requests) return 'stale';
  const { next, state, events } = entry.advance;
  row.state = state;
  row.version += 1;
  if (options.isClaim) row.epoch += 1;
  row.leaseUntil = next.do === 'wait' ? null : now + options.leaseMs;
  row.wakeAt = next.do === 'wait' ? next.until : row.leaseUntil;
  row.wakeRequested = false;
  row.resumeRequested = false;
  projections.events.push(...events);
  return 'saved';
}

/** Every step ends at most once, and compensations end strictly in reverse order. */
export function assertOrderly(projections: Projections, order: readonly string[]): void {
  const ended = (type: SagaEvent['type']): string[] =>
    projections.events.flatMap((event) => (event.type === type && 'step' in event ? [event.step] : []));
  const doneSteps = ended('step-done');
  assert.equal(new Set(doneSteps).size, doneSteps.length, `a step was done twice: ${doneSteps.join()}`);
  const undone = ended('compensation-done').map((step) => order.indexOf(step));
  assert.ok(
    undone.every((position, index) => index === 0 || position < (undone[index - 1] ?? 0)),
    `out of order: ${undone.join()}`,
  );
}

/** Where a saga may end, and what may be left at the remote side then. */
export function assertBalanced(state: SagaState, live: ReadonlySet<string>): void {
  assert.ok(hasEnded(state.status), `still ${state.status}`);
  const expected = state.status === 'completed' ? state.steps.map(({ name }) => name) : [];
  if (state.status !== 'needs_attention') {
    assert.deepEqual([...live].toSorted(), expected.toSorted(), `${state.status}, but alive: ${[...live].join()}`);
    return;
  }
  const listed = state.steps.filter(
    ({ state: name, mayExist, compensation }) => (name === 'done' || mayExist) && compensation !== 'done',
  );
  const names = listed.map(({ name }) => name);
  for (const name of live) assert.ok(names.includes(name), `${name} is alive and needs_attention does not list it`);
}

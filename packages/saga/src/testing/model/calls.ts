import assert from 'node:assert/strict';
import {
  absent,
  conflict,
  done,
  failed,
  found,
  lookAgain,
  type ReconcileOutcome,
  rejected,
  type StepOutcome,
  unknown,
  waiting,
} from '../../core/outcome.ts';
import type { Draw, ModelFlight, Sim } from './sim.ts';

const error = { code: 'model', message: 'model' };

/** Makes the call a flight has an intent for. Its effect and its outcome are two things. */
export function makeCall(sim: Sim, flight: ModelFlight, draw: Draw): void {
  const { next } = flight;
  if (next.do === 'run') flight.signals = [{ type: 'ran', step: next.step, outcome: run(sim, next.step, draw) }];
  if (next.do === 'reconcile') flight.signals = [{ type: 'looked', step: next.step, outcome: look(sim, next.step, draw) }];
  if (next.do === 'compensate')
    flight.signals = [{ type: 'compensated', step: next.step, outcome: undo(sim, flight, next.step, draw) }];
}

function run(sim: Sim, step: string, draw: Draw): StepOutcome {
  const kind = draw(10);
  if (kind === 4) return rejected(error);
  if (kind === 5) return failed(error);
  if (kind === 6) return waiting(draw(4) * 400, 'throttled', { withoutEffect: draw(2) === 0 });
  if (kind === 7) return unknown(error);
  const planned = sim.plan.find((one) => one.step.name === step);
  if (planned?.step.reconcile) {
    const sent = sim.remote.send(step);
    // 9: the answer is lost and the call is still on its way.
    if (kind !== 9) sim.remote.land(sent);
  } else sim.remote.put(step);
  return kind >= 8 ? unknown(error, draw(2) === 0 ? {} : { retryAfterMs: 300 }) : done({ of: step });
}

function look(sim: Sim, step: string, draw: Draw): ReconcileOutcome {
  const kind = draw(12);
  if (kind === 9) return failed(error);
  if (kind === 10) return waiting(200, 'throttled');
  if (kind === 11 && draw(4) === 0) return conflict(error);
  if (sim.remote.has(step)) return found({ of: step });
  return sim.remote.isSettled(step) ? absent() : lookAgain(100);
}

function undo(sim: Sim, flight: ModelFlight, step: string, draw: Draw): StepOutcome {
  const canBeLookedUp = sim.plan.some((one) => one.step.name === step && one.step.reconcile);
  const isKnown = flight.state.steps.some(({ name, state }) => name === step && state === 'done');
  assert.ok(isKnown || !canBeLookedUp, `${step} is undone without having been looked up`);
  const kind = draw(10);
  if (kind === 5) return failed(error);
  if (kind === 6) return waiting(300, 'throttled');
  if (kind === 7) return unknown(error);
  if (kind === 8 && draw(4) === 0) return rejected(error);
  sim.remote.remove(step);
  return kind === 9 ? unknown(error) : done();
}

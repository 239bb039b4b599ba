import assert from 'node:assert/strict';
import { advance } from '../../core/advance.ts';
import type { Signal } from '../../core/react.ts';
import { makeCall } from './calls.ts';
import { type Draw, LEASE_MS, type ModelFlight, momentOf, type Sim } from './sim.ts';
import { write } from './store.ts';

/** Lets one worker do its next thing: claim, call, or offer the outcome to the store. */
export function work(sim: Sim, index: number, draw: Draw): void {
  const flight = sim.workers[index];
  if (!flight) claim(sim, index);
  else if (flight.signals) commit(sim, index, flight, draw);
  else if (sim.now >= flight.leaseEndsAt) sim.workers[index] = undefined;
  else makeCall(sim, flight, draw);
}

function claim(sim: Sim, index: number): void {
  const { row, now } = sim;
  const isDue = row.wakeAt !== null && row.wakeAt <= now && (row.leaseUntil === null || row.leaseUntil <= now);
  if (!isDue) return;
  const signals: Signal[] = [{ type: 'interrupted' }];
  if (row.resumeRequested) signals.push({ type: 'resumed' });
  if (row.wakeRequested) signals.push({ type: 'woken' });
  const { version, requests, epoch } = row;
  const advanced = advance(sim.plan, row.state, signals, momentOf(sim));
  const answer = write(sim, { version, requests, epoch, advance: advanced }, { isClaim: true, leaseMs: LEASE_MS });
  assert.equal(answer, 'saved');
  if (advanced.next.do !== 'wait')
    sim.workers[index] = flightOf({ epoch: epoch + 1, version: version + 1, requests, leaseEndsAt: now + LEASE_MS }, advanced);
}

function flightOf(
  at: Pick<ModelFlight, 'epoch' | 'version' | 'requests' | 'leaseEndsAt'>,
  advanced: Pick<ModelFlight, 'state' | 'next'>,
): ModelFlight {
  return { ...at, state: advanced.state, next: advanced.next };
}

function commit(sim: Sim, index: number, flight: ModelFlight, draw: Draw): void {
  const { version, requests, epoch } = flight;
  flight.offered ??= {
    version,
    requests,
    epoch,
    advance: advance(sim.plan, flight.state, flight.signals ?? [], momentOf(sim)),
    leaseEndsAt: sim.now + LEASE_MS,
  };
  const answer = write(sim, flight.offered, { isClaim: false, leaseMs: LEASE_MS });
  // The answer is lost: the same write is offered again later.
  if (answer === 'saved' && draw(8) === 7) return;
  const { advance: advanced, leaseEndsAt } = flight.offered;
  delete flight.offered;
  if (answer === 'stale') rebase(sim, flight);
  else if (answer === 'lost' || advanced.next.do === 'wait') sim.workers[index] = undefined;
  else sim.workers[index] = flightOf({ epoch, version: version + 1, requests, leaseEndsAt }, advanced);
}

function rebase({ row }: Sim, flight: ModelFlight): void {
  flight.requests = row.requests;
  flight.state = { ...flight.state, cancelRequested: row.state.cancelRequested, holdReason: row.state.holdReason };
  const [outcome] = flight.signals ?? [];
  if (outcome) flight.signals = row.wakeRequested ? [outcome, { type: 'woken' }] : [outcome];
}

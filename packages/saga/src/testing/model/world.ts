import assert from 'node:assert/strict';
import type { SagaPlan } from '../../core/definition.ts';
import { initialState } from '../../core/initial-state.ts';
import { done } from '../../core/outcome.ts';
import { react } from '../../core/react.ts';
import { hasEnded, type SagaState } from '../../core/saga-state.ts';
import { createRemote } from './remote.ts';
import { type Draw, LEASE_MS, momentOf, type Sim } from './sim.ts';
import { assertBalanced, assertOrderly } from './store.ts';
import { work } from './workers.ts';

/** Without faults a saga of this size ends far earlier; more turns would mean that it is stuck. */
const MAX_TURNS = 500;

/** A saga among crashes. Every move is one thing that can happen between two others. */
export interface World {
  /** Does one random thing. */
  move(draw: Draw): void;
  /** Lets a worker do its next thing. */
  work(worker: number, draw: Draw): void;
  /** A worker loses what it held in memory, and its lease runs out. */
  crash(worker: number): void;
  /** Nobody has anything to do: time goes on until somebody has. */
  skipWait(): void;
  /** No more faults: drives the saga to its end and checks the invariants. */
  settle(): SagaState;
}

export function createWorld(plan: SagaPlan): World {
  const order = plan.map(({ step }) => step.name);
  const row = {
    state: initialState(plan),
    version: 0,
    requests: 0,
    epoch: 0,
    leaseUntil: null,
    wakeAt: 0,
    wakeRequested: false,
    resumeRequested: false,
  };
  const sim: Sim = {
    plan,
    order,
    remote: createRemote(order),
    projections: { events: [] },
    row,
    workers: [undefined, undefined],
    now: 0,
  };
  return {
    move(draw) {
      MOVES[draw(MOVES.length)]?.(sim, draw);
      assertOrderly(sim.projections, order);
    },
    work(worker, draw) {
      work(sim, worker, draw);
      assertOrderly(sim.projections, order);
    },
    crash(worker) {
      sim.workers[worker] = undefined;
      passTime(sim, LEASE_MS);
    },
    skipWait: () => skipWait(sim),
    settle: () => settle(sim),
  };
}

type Move = (sim: Sim, draw: Draw) => void;

const MOVES: readonly Move[] = [
  ...Array<Move>(8).fill((sim, draw) => work(sim, 0, draw)),
  ...Array<Move>(5).fill((sim, draw) => work(sim, 1, draw)),
  // A crash: what a worker held in memory is gone.
  (sim, draw) => {
    sim.workers[draw(2)] = undefined;
  },
  (sim, draw) => passTime(sim, draw(8) * 60),
  (sim) => passTime(sim, LEASE_MS),
  (sim, draw) => passTime(sim, draw(3) * 2_500),
  (sim, draw) => landOrLose(sim, draw),
  (sim, draw) => (draw(4) === 0 ? ask(sim, { cancelRequested: true }) : strayOutcome(sim, draw)),
  (sim, draw) => ask(sim, { holdReason: draw(2) === 0 ? 'held' : null }),
  (sim, draw) => (draw(2) === 0 ? resume(sim) : wake(sim)),
];

function passTime(sim: Sim, ms: number): void {
  sim.now += ms;
}

function skipWait(sim: Sim): void {
  const { row, workers } = sim;
  if (!workers[0] && !workers[1] && row.wakeAt !== null) sim.now = Math.max(sim.now, row.wakeAt, row.leaseUntil ?? 0);
}

function landOrLose({ remote }: Sim, draw: Draw): void {
  const sent = remote.inTransit[0];
  if (!sent) return;
  if (draw(3) === 0) remote.inTransit.shift();
  else remote.land(sent);
}

function ask(sim: Sim, change: Partial<Pick<SagaState, 'cancelRequested' | 'holdReason'>>): void {
  if (hasEnded(sim.row.state.status)) return;
  sim.row.state = { ...sim.row.state, ...change };
  request(sim);
}

function request({ row, now }: Sim): void {
  row.requests += 1;
  if (row.leaseUntil === null || row.leaseUntil <= now) row.wakeAt = now;
}

function resume(sim: Sim): void {
  if (sim.row.state.status !== 'needs_attention') return;
  sim.row.resumeRequested = true;
  request(sim);
}

function wake(sim: Sim): void {
  if (hasEnded(sim.row.state.status)) return;
  sim.row.wakeRequested = true;
  request(sim);
}

/** A late or doubled outcome reaches a saga that waits for none: nothing may follow from it. */
function strayOutcome(sim: Sim, draw: Draw): void {
  const step = sim.row.state.steps[draw(sim.row.state.steps.length)];
  if (!step || step.state === 'running') return;
  const stray = { type: 'ran', step: step.name, outcome: done({ stray: true }) } as const;
  assert.deepEqual(react(sim.plan, sim.row.state, stray, momentOf(sim)), []);
}

function settle(sim: Sim): SagaState {
  const { row, remote, workers } = sim;
  for (const sent of [...remote.inTransit]) remote.land(sent);
  ask(sim, { holdReason: null });
  const isBusy = (): boolean => !hasEnded(row.state.status) || workers.some((flight) => flight?.signals);
  for (let turn = 0; turn < MAX_TURNS && isBusy(); turn += 1) {
    work(sim, 0, () => 0);
    work(sim, 1, () => 0);
    skipWait(sim);
  }
  assertOrderly(sim.projections, sim.order);
  assertBalanced(row.state, remote.live);
  assert.equal(remote.made - remote.removed, remote.live.size);
  return row.state;
}

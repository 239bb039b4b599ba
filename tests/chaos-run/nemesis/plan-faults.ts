import type { Cut } from '../proxy/judge-chunk.ts';
import { between, createRandom, pick, type Random, subSeed } from '../random.ts';

/** One thing that goes wrong, so many milliseconds after the first. */
export type Fault = { readonly atMs: number } & FaultKind;

export type FaultKind =
  | { readonly kind: 'kill'; readonly process: string }
  | { readonly kind: 'zombie'; readonly process: string; readonly forMs: number }
  | { readonly kind: 'postgres-down'; readonly how: 'immediate' | 'kill'; readonly forMs: number }
  | { readonly kind: 'kafka-down'; readonly forMs: number }
  | { readonly kind: 'end-sessions'; readonly share: number }
  | { readonly kind: 'cut'; readonly link: string; readonly how: Cut; readonly times: number }
  | { readonly kind: 'slow'; readonly link: string; readonly latencyMs: number; readonly forMs: number }
  | { readonly kind: 'half-open'; readonly link: string; readonly forMs: number };

export interface FaultPlan {
  readonly seed: number;
  readonly durationMs: number;
  readonly processes: readonly string[];
  readonly links: readonly string[];
}

type Span = readonly [low: number, high: number];

/** How long from one fault of a kind to the next. */
const EVERY: Readonly<Record<FaultKind['kind'], Span>> = {
  kill: [2_000, 5_000],
  zombie: [12_000, 25_000],
  'postgres-down': [30_000, 48_000],
  'kafka-down': [55_000, 85_000],
  'end-sessions': [15_000, 30_000],
  cut: [400, 1_400],
  slow: [10_000, 20_000],
  'half-open': [12_000, 25_000],
};

// Longer than the leases of sagas (8 s) and relays (6 s): their owner wakes up and does not know that it has lost them.
const ZOMBIE_MS: Span = [1_000, 13_000];
const DOWN_MS: Span = [0, 2_000];
const CUTS: readonly Cut[] = ['before-request', 'after-request', 'before-response', 'before-response'];

/** Everything that goes wrong in a run, in order of time. The same plan always gives the same faults. */
export function planFaults(plan: FaultPlan): readonly Fault[] {
  const kinds = Object.keys(EVERY) as FaultKind['kind'][];
  return kinds.flatMap((kind) => planKind(plan, kind)).toSorted((a, b) => a.atMs - b.atMs);
}

function planKind(plan: FaultPlan, kind: FaultKind['kind']): Fault[] {
  // Each kind draws from a source of its own: one more kill does not change the outages.
  const random = createRandom(subSeed(plan.seed, kind));
  const faults: Fault[] = [];
  for (let atMs = pause(random, kind) / 2; atMs < plan.durationMs; atMs += pause(random, kind)) {
    const fault = draw(random, plan, kind);
    const lastsMs = 'forMs' in fault ? fault.forMs : 0;
    // The last fault is over when the time is.
    if (atMs + lastsMs <= plan.durationMs) faults.push({ atMs: Math.round(atMs), ...fault });
  }
  return faults;
}

const pause = (random: Random, kind: FaultKind['kind']): number => between(random, ...EVERY[kind]);

const whole = (random: Random, span: Span): number => Math.round(between(random, ...span));

function draw(random: Random, { processes, links }: FaultPlan, kind: FaultKind['kind']): FaultKind {
  switch (kind) {
    case 'kill':
      return { kind, process: pick(random, processes) };
    case 'zombie':
      return { kind, process: pick(random, processes), forMs: whole(random, ZOMBIE_MS) };
    case 'postgres-down':
      return { kind, how: pick(random, ['immediate', 'immediate', 'kill'] as const), forMs: whole(random, DOWN_MS) };
    case 'kafka-down':
      return { kind, forMs: whole(random, DOWN_MS) };
    case 'end-sessions':
      return { kind, share: between(random, 0.2, 0.8) };
    case 'cut':
      return { kind, link: pick(random, links), how: pick(random, CUTS), times: whole(random, [1, 3]) };
    case 'slow':
      return { kind, link: pick(random, links), latencyMs: whole(random, [20, 150]), forMs: whole(random, [2_000, 6_000]) };
    case 'half-open':
      return { kind, link: pick(random, links), forMs: whole(random, [2_000, 9_000]) };
  }
}

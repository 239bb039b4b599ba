import { between, createRandom, type Random, subSeed } from '../../chaos-run/random.ts';
import type { ChaosSize } from '../../chaos-run/size.ts';
import { SERVICE_NAMES, type ServiceName } from '../services/start-service.ts';

/** What a seed asks of its world: small, so that many fit; different, so that many differ. */
export interface Plan {
  readonly size: ChaosSize;
  /** Processes of each service. */
  readonly processes: Readonly<Record<ServiceName, number>>;
  /** Of all requests, and as many answers. */
  readonly lostShare: number;
  readonly hasGraphFaults: boolean;
  /** Some are frozen for longer than their leases, and another one does what they had begun before they wake up. */
  readonly hasZombies: boolean;
  /** Processes are given their old partitions when they come back. */
  readonly keepsSeats: boolean;
  /** Pause between two blows of the nemesis. */
  readonly blowEveryMs: readonly [number, number];
}

const FAULT_MS = 7_000;
const CONTEST_SHARE = 0.3;

export function planOf(seed: number): Plan {
  const random = createRandom(subSeed(seed, 'plan'));
  const upTo = (most: number): number => Math.floor(random() * (most + 1));
  const size = {
    faultMs: FAULT_MS,
    accounts: 2,
    runs: 1 + upTo(3),
    contests: random() < CONTEST_SHARE ? 1 : 0,
    clips: upTo(2),
  };
  const processes = processesOf(random);
  const hasZombies = random() < 0.5;
  return {
    size,
    processes: hasZombies ? { ...processes, 'campaign-orchestrator': 2 } : processes,
    hasZombies,
    lostShare: random() < 0.5 ? between(random, 0, 0.06) : 0,
    hasGraphFaults: random() < 0.7,
    blowEveryMs: random() < 0.5 ? [300, 1_500] : [1_000, 4_000],
    keepsSeats: random() < 0.5,
  };
}

/** Mostly one of each: every process more is more that only polls. */
function processesOf(random: Random): Record<ServiceName, number> {
  const counts = SERVICE_NAMES.map((name) => [name, random() < 0.25 ? 2 : 1] as const);
  return Object.fromEntries(counts) as Record<ServiceName, number>;
}

import { SESSION_TIMEOUT_MS } from '@mao/messaging/testing';
import { between, pick, type Random } from '../../chaos-run/random.ts';
import type { Party } from '../kernel/party.ts';
import { MOMENTS } from '../kernel/trap.ts';
import type { ServiceName } from '../services/start-service.ts';
import type { VirtualProcess } from '../services/virtual-process.ts';
import type { World } from '../world.ts';
import type { Plan } from './plan.ts';

type Blow = (world: World, processes: readonly VirtualProcess[], random: Random, plan: Plan) => void;

/** The services that make, change and remove things at Meta. */
const CHANGES_META: ReadonlySet<ServiceName> = new Set(['campaign-orchestrator', 'publisher']);
const STEP_MS = 5;
const MOST_CLOCK_STEP_MS = 60_000;
const LOOK_MS = 100;
/** As the lifecycle of a service has it. */
const STOP_DEADLINE_MS = 10_000;

/** The often ones more than once. */
const BLOWS: readonly Blow[] = [
  killOne,
  killOne,
  ambush,
  ambush,
  ambush,
  ambush,
  stopOne,
  freezeOne,
  database,
  cutSessions,
  broker,
  rebalance,
  stepClock,
];

/** Strikes until the time of faults is over. Resolves when all that it did is over, too. */
export async function strike(world: World, processes: readonly VirtualProcess[], plan: Plan): Promise<void> {
  const { kernel } = world;
  const random = kernel.chance('nemesis');
  const endsAt = kernel.nowMs() + plan.size.faultMs;
  world.network.loseShare(plan.lostShare);
  world.broker.loseShare(plan.lostShare);
  while (kernel.nowMs() < endsAt) {
    await pause(world, between(random, ...plan.blowEveryMs));
    pick(random, BLOWS)(world, processes, random, plan);
  }
  for (const process of processes) leaveAlone(process);
  world.network.loseShare(0);
  world.broker.loseShare(0);
  while (processes.some((process) => process.party() === undefined || process.party()?.isFrozen)) await pause(world, LOOK_MS);
}

const pause = (world: World, ms: number): Promise<void> =>
  new Promise((resolve) => void world.kernel.afterAt(world.nature, ms, 'nemesis', resolve));

const later = (world: World, ms: number, what: string, act: () => void): void =>
  void world.kernel.afterAt(world.nature, ms, what, act);

function leaveAlone(process: VirtualProcess): void {
  const party = process.party();
  if (party === undefined) return;
  party.clockOffsetMs = 0;
  party.trap = undefined;
}

function killOne(world: World, processes: readonly VirtualProcess[], random: Random): void {
  kill(world, pick(random, processes), between(random, 100, 2_000));
}

function kill(world: World, process: VirtualProcess, downMs: number): void {
  process.kill();
  later(world, downMs, `${process.name} starts again`, process.start);
}

/** Waits for the worst moment, when a blow at random would hardly ever hit. */
function ambush(world: World, processes: readonly VirtualProcess[], random: Random, { hasZombies }: Plan): void {
  const moment = pick(random, MOMENTS);
  const atMeta = moment === 'before-change' || moment === 'after-change';
  const process = pick(random, atMeta ? processes.filter(({ service }) => CHANGES_META.has(service)) : processes);
  const party = process.party();
  if (party === undefined) return;
  const [downMs, frozenMs] = [between(random, 100, 2_000), zombieMs(random)];
  // One who is frozen holds no transaction in this world, see isHeldBy().
  const spring =
    atMeta && hasZombies && random() < 0.5 ? () => freeze(world, process, party, frozenMs) : () => kill(world, process, downMs);
  party.trap = { moment, spring };
}

function stopOne(world: World, processes: readonly VirtualProcess[], random: Random): void {
  const process = pick(random, processes);
  const stopping = process.party();
  process.stop();
  const pauseMs = between(random, 100, 1_000);
  const deadlineAt = world.kernel.nowMs() + STOP_DEADLINE_MS;
  const look = (): void => {
    const hasStopped = process.party() !== stopping;
    if (!hasStopped && world.kernel.nowMs() < deadlineAt) {
      later(world, LOOK_MS, 'has it stopped?', look);
      return;
    }
    // What has not stopped in time is cut off.
    if (!hasStopped) process.kill();
    later(world, pauseMs, `${process.name} starts again`, process.start);
  };
  later(world, LOOK_MS, 'has it stopped?', look);
}

function freezeOne(world: World, processes: readonly VirtualProcess[], random: Random, { hasZombies }: Plan): void {
  const process = pick(random, processes);
  const party = process.party();
  const ms = !hasZombies || random() < 0.5 ? between(random, 300, 3_000) : zombieMs(random);
  if (party !== undefined) freeze(world, process, party, ms);
}

/** Longer than leases, and often than sessions: it wakes up and does not know what it has lost. */
const zombieMs = (random: Random): number => between(random, 8_500, 13_000);

function freeze(world: World, process: VirtualProcess, party: Party, ms: number): void {
  if (party.isFrozen || !party.isAlive) return;
  if ([...world.databases.values()].some((each) => each.isHeldBy(party))) {
    later(world, STEP_MS, 'freezes soon', () => freeze(world, process, party, ms));
    return;
  }
  party.isFrozen = true;
  if (ms > SESSION_TIMEOUT_MS) later(world, SESSION_TIMEOUT_MS, `${process.name} is missed`, () => world.broker.expel(party));
  later(world, ms, `${process.name} wakes up`, () => world.kernel.thaw(party));
}

function database(world: World, _processes: readonly VirtualProcess[], random: Random): void {
  const chosen = pick(random, [...world.databases.values()]);
  const ms = between(random, 200, 4_000);
  world.kernel.afterAt(world.nature, 0, 'a database goes down', () => chosen.goDown(ms));
}

function cutSessions(world: World, _processes: readonly VirtualProcess[], random: Random): void {
  const chosen = pick(random, [...world.databases.values()]);
  world.kernel.afterAt(world.nature, 0, 'sessions are ended', () => chosen.endSome(0.4));
}

function broker(world: World, _processes: readonly VirtualProcess[], random: Random): void {
  world.broker.goDown(between(random, 300, 5_000));
}

/** Its wall clock is wrong from now on, until it is started again or the time of faults is over. */
function stepClock(_world: World, processes: readonly VirtualProcess[], random: Random): void {
  const party = pick(random, processes).party();
  if (party !== undefined) party.clockOffsetMs = between(random, -MOST_CLOCK_STEP_MS, MOST_CLOCK_STEP_MS);
}

function rebalance(world: World): void {
  world.broker.rebalance();
}

import { check } from '../chaos-run/checker/check.ts';
import type { Evidence } from '../chaos-run/checker/evidence.ts';
import { SECOND_OBJECTS } from '../chaos-run/checker/invariants/built-runs-are-whole.ts';
import { inWorld } from './active-world.ts';
import { live } from './client.ts';
import { type Plan, planOf } from './faults/plan.ts';
import { createParty } from './kernel/party.ts';
import type { RealConnections } from './postgres/real-connections.ts';
import { SERVICE_NAMES } from './services/start-service.ts';
import { createProcess, type VirtualProcess } from './services/virtual-process.ts';
import { createWorld, type World } from './world.ts';

export interface Outcome {
  readonly seed: number;
  /** Of everything that happened: two runs of one seed are the same if theirs are. */
  readonly digest: string;
  readonly events: number;
  readonly virtualMs: number;
  readonly violations: readonly string[];
  /** What the checker counted, by invariant. */
  readonly counts: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

/** Lives through one seed, and judges it. The databases must be empty. */
export async function simulate(
  seed: number,
  real: ReadonlyMap<string, RealConnections>,
  trace?: (line: string) => void,
): Promise<Outcome> {
  const world = createWorld(seed, real, trace);
  return inWorld(world, async () => {
    const startedAt = world.kernel.nowMs();
    const plan = planOf(seed);
    const evidence = await runToItsEnd(world, plan);
    const findings = check(evidence);
    const violations = findings.flatMap(({ invariant, violations: found }) =>
      found.map(({ id, what }) => `${invariant} ${id}: ${what}`),
    );
    const counts = Object.fromEntries(findings.map(({ invariant, counts: counted }) => [invariant, counted]));
    return {
      seed,
      digest: world.kernel.digest(),
      events: world.kernel.events(),
      virtualMs: world.kernel.nowMs() - startedAt,
      violations: [...violations, ...madeTwice(plan, counts), ...world.panics.map((panic) => `a process died: ${panic}`)],
      counts,
    };
  });
}

/**
 * Only a process that was frozen between its decision and its request can make a second object, which is found and removed.
 * Without one, no lost answer and no death may ever have that effect.
 */
function madeTwice({ hasZombies }: Plan, counts: Outcome['counts']): string[] {
  const second = counts['I3']?.[SECOND_OBJECTS] ?? 0;
  return hasZombies || second === 0 ? [] : [`I3 ${second} second objects were made, and nobody had been frozen`];
}

async function runToItsEnd(world: World, plan: Plan): Promise<Evidence> {
  const processes = createProcesses(world, plan);
  for (const process of processes) process.start();
  const client = createParty('client', world.kernel.fail);
  let evidence: Evidence | undefined;
  world.kernel.afterAt(client, 0, 'the client begins', () => {
    live(world, processes, plan).then((found) => {
      evidence = found;
    }, world.kernel.fail);
  });
  await world.kernel.run(() => evidence !== undefined);
  if (evidence === undefined) throw new Error('the world ended without evidence');
  return evidence;
}

function createProcesses(world: World, plan: Plan): VirtualProcess[] {
  return SERVICE_NAMES.flatMap((service) =>
    Array.from({ length: plan.processes[service] }, (_, index) =>
      createProcess(world, { name: index === 0 ? service : `${service}-${index + 1}`, service, keepsSeat: plan.keepsSeats }),
    ),
  );
}

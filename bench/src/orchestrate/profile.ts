import { runLoad } from '../load/run-load.ts';
import { median } from '../load/statistics.ts';
import { type Cost, startCostMeter } from '../machine/cost.ts';
import type { FakeControl } from './fake-control.ts';
import { newRunName, type Ours } from './ours.ts';
import { costReport } from './report.ts';
import type { Scene } from './stack.ts';
import type { Subject } from './subject.ts';
import { type Stage, stagesOf } from './timeline.ts';

const IDLE_RUNS = 25;
const DELAY_MS = 50;
const LOADED_RUNS = 1_000;

const say = (line: string): void => console.log(line);

/** Where the time of one run goes on an idle system: the median of several runs, one after the other. */
export async function profileTimeline(scene: Scene, us: Ours, fake: FakeControl): Promise<readonly Stage[]> {
  await fake.setDelay(DELAY_MS);
  const runs: (readonly Stage[])[] = [];
  for (let run = 0; run < IDLE_RUNS; run += 1) {
    const runName = newRunName();
    const lastCall = await fake.lastCall();
    const sentAt = Date.now();
    const built = await us.buildNamed(runName);
    const answeredAt = Date.now();
    const calls = await fake.journalSince(lastCall);
    runs.push(await stagesOf(scene.stack, { built, sentAt, answeredAt, calls, delayMs: DELAY_MS }));
  }
  await fake.setDelay(0);
  const stages = (runs[0] ?? []).map(({ name }, index) => ({
    name,
    atMs: median(runs.map((stages) => stages[index]?.atMs ?? Number.NaN)),
  }));
  say(`\nOne run on the idle system, ${DELAY_MS} ms per Graph call (medians of ${IDLE_RUNS}; ms since the request was sent)`);
  for (const [index, { name, atMs }] of stages.entries()) {
    const sinceMs = atMs - (stages[index - 1]?.atMs ?? 0);
    say(`   ${atMs.toFixed(1).padStart(7)}  +${sinceMs.toFixed(1).padStart(6)}  ${name}`);
  }
  return stages;
}

/** What a run costs, alone and under load without delay. */
export async function profileCosts(
  { stack }: Scene,
  subjects: readonly Subject[],
  { fake, inFlight, signal }: { fake: FakeControl; inFlight: number; signal: AbortSignal },
): Promise<Readonly<Record<string, Cost>>> {
  await fake.setDelay(0);
  const costs: Record<string, Cost> = {};
  say('\nWhat a run costs, no delay');
  const meter = await startCostMeter(stack);
  for (const subject of subjects) {
    for (const load of [
      { inFlight: 1, runs: IDLE_RUNS * 4 },
      { inFlight, runs: LOADED_RUNS },
    ]) {
      const title = `${subject.name}, ${load.inFlight} in flight`;
      const cost = await meter.measure(async () => {
        let built = 0;
        const build = () => subject.build().finally(() => (built += 1));
        await runLoad(build, { ...load, warmUp: 1, signal });
        return built;
      });
      costs[title] = cost;
      say(costReport(title, cost));
    }
  }
  return costs;
}

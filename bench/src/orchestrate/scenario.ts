import { type LoadResult, runLoad } from '../load/run-load.ts';
import { machineFacts } from '../machine/facts.ts';
import { type CallRound, describePlan, planCalls } from './call-plan.ts';
import { callSender } from './call-sender.ts';
import { dbos } from './dbos.ts';
import { type FakeControl, fakeControl } from './fake-control.ts';
import { floor } from './floor.ts';
import { type Load, type OrchestrateOptions, readOptions } from './options.ts';
import { newRunName, type Ours, ours } from './ours.ts';
import { profileCosts, profileTimeline } from './profile.ts';
import { loadReport } from './report.ts';
import { type LoadRounds, type Round, writeResults } from './results.ts';
import { scratchDatabase } from './scratch-database.ts';
import { type Scene, setScene } from './stack.ts';
import type { Subject } from './subject.ts';

/** Long enough to tell calls that follow each other from calls that go out together. */
const PLAN_DELAY_MS = 150;
const MAX_PLAN_READS = 20;
/** Code must be compiled before anything is measured; a quick look with few runs need not wait for that. */
const MAX_FIRST_WARM_UP = 500;
const FIRST_WARM_UP_SHARE = 3;
const WARM_UPS_PER_CALLER = 2;
const MIN_WARM_UP = 3;

const say = (line: string): void => console.log(line);

/** Measures our orchestration beside the bare Graph calls and DBOS Transact, interleaved. @returns whether every run succeeded */
export async function orchestrate(args: readonly string[], signal: AbortSignal): Promise<boolean> {
  const options = readOptions(args);
  const cleanUps: (() => Promise<void>)[] = [];
  say('Starting PostgreSQL, Kafka, the fake Graph server and five services …');
  try {
    const scene = await setScene(signal, options.cpuProfileFolder);
    cleanUps.push(() => scene.stack.stop());
    return await measure(scene, options, cleanUps, signal);
  } finally {
    for (const cleanUp of cleanUps.reverse()) await cleanUp();
  }
}

async function measure(
  scene: Scene,
  options: OrchestrateOptions,
  cleanUps: (() => Promise<void>)[],
  signal: AbortSignal,
): Promise<boolean> {
  const { stack } = scene;
  const facts = await machineFacts(stack.postgres.url);
  const fake = fakeControl(stack.fakeUrl);
  const maxInFlight = Math.max(...options.loads.map(({ inFlight }) => inFlight));
  const us = ours(scene, maxInFlight);
  cleanUps.push(us.stop);
  const plan = await readPlan(scene, us, fake);
  const subjects = await makeSubjects(scene, us, plan, { options, maxInFlight, cleanUps });

  say(
    `\nPostgreSQL ${facts.postgres} (${stack.postgres.source}), Kafka (${stack.kafka.source}), Node ${facts.node}, ${facts.cores} × ${facts.cpu}`,
  );
  say(
    `load average before the start ${facts.loadAverage.toFixed(2)}; commit ${facts.commit.slice(0, 12)}${facts.isDirty ? ' with changes' : ''}`,
  );
  say(`Graph calls of one run, read off the fake's journal: ${plan.flat().length} calls in ${plan.length} sequential rounds`);
  say(`   ${describePlan(plan)}`);
  for (const subject of subjects) say(`   ${subject.name.padEnd(6)} ${subject.description}`);

  const firstRuns = Math.min(MAX_FIRST_WARM_UP, FIRST_WARM_UP_SHARE * Math.max(...options.loads.map(({ runs }) => runs)));
  for (const subject of subjects) await warmUp(subject, { inFlight: maxInFlight, runs: firstRuns, signal });
  const timeline = options.isProfiling ? await profileTimeline(scene, us, fake) : undefined;
  const costs = options.isProfiling ? await profileCosts(scene, subjects, { fake, inFlight: maxInFlight, signal }) : undefined;
  const measured: LoadRounds[] = [];
  for (const load of options.loads) {
    const rounds = await measureLoad(load, subjects, { rounds: options.rounds, fake, signal });
    measured.push({ load, rounds });
    say(loadReport({ load, rounds }, plan.length));
  }
  const file = writeResults('orchestrate', options.output, {
    facts: { ...facts, postgresSource: stack.postgres.source, kafkaSource: stack.kafka.source },
    graphCalls: { total: plan.flat().length, sequentialRounds: plan.length, description: describePlan(plan) },
    measured,
    timeline,
    costs,
  });
  say(`\nraw results: ${file}`);
  return tellFailures(measured);
}

/**
 * Reads the Graph calls off a real run. The first run of an account also reads the ad account, later ones need not: it is left
 * out. New accounts are looked at by other jobs too; two runs with the same calls have been alone.
 */
async function readPlan(scene: Scene, us: Ours, fake: FakeControl): Promise<readonly CallRound[]> {
  for (const _account of scene.accounts) await us.build();
  let plan = await readOnePlan(us, fake);
  for (let attempt = 1; attempt <= MAX_PLAN_READS; attempt += 1) {
    const next = await readOnePlan(us, fake);
    if (describePlan(next) === describePlan(plan)) return next;
    plan = next;
  }
  throw new Error('the Graph calls of a run cannot be told from those of other jobs');
}

async function readOnePlan(us: Ours, fake: FakeControl): Promise<readonly CallRound[]> {
  await fake.setDelay(PLAN_DELAY_MS);
  const before = await fake.lastCall();
  const runName = newRunName();
  await us.buildNamed(runName);
  const journal = await fake.journalSince(before);
  await fake.setDelay(0);
  return planCalls(journal, runName, PLAN_DELAY_MS);
}

async function makeSubjects(
  scene: Scene,
  us: Ours,
  plan: readonly CallRound[],
  { options, maxInFlight, cleanUps }: { options: OrchestrateOptions; maxInFlight: number; cleanUps: (() => Promise<void>)[] },
): Promise<readonly Subject[]> {
  const sender = callSender(scene.stack.fakeUrl, maxInFlight * Math.max(...plan.map((round) => round.length)));
  cleanUps.push(sender.stop);
  const subjects: Subject[] = [];
  if (options.subjects.includes('ours')) subjects.push(us);
  if (options.subjects.includes('floor')) subjects.push(floor(plan, sender));
  if (options.subjects.includes('dbos')) {
    const database = await scratchDatabase(scene.stack.postgres.url);
    cleanUps.push(database.drop);
    const transact = await dbos(database.url, plan, sender);
    cleanUps.push(transact.stop);
    subjects.push(transact);
  }
  return subjects;
}

async function warmUp(subject: Subject, load: { inFlight: number; runs: number; signal: AbortSignal }): Promise<void> {
  const { firstFailure } = await runLoad(subject.build, { ...load, warmUp: 1 });
  if (firstFailure !== null) throw new Error(`${subject.name} does not work: ${firstFailure}`);
}

/** Interleaved, so that a busy moment of the machine does not hit one subject alone. */
async function measureLoad(
  load: Load,
  subjects: readonly Subject[],
  { rounds, fake, signal }: { rounds: number; fake: FakeControl; signal: AbortSignal },
): Promise<readonly Round[]> {
  await fake.setDelay(load.delayMs);
  const done: Round[] = [];
  for (let round = 1; round <= rounds; round += 1) {
    for (const subject of subjects) {
      const warmUpRuns = Math.max(MIN_WARM_UP, WARM_UPS_PER_CALLER * load.inFlight);
      const result = await runLoad(subject.build, { inFlight: load.inFlight, warmUp: warmUpRuns, runs: load.runs, signal });
      done.push({ round, subject: subject.name, result });
      say(progressOf(round, subject, result));
    }
  }
  return done;
}

const progressOf = (round: number, subject: Subject, { perSecond, p50Ms }: LoadResult): string =>
  `   round ${round} ${subject.name.padEnd(6)} ${perSecond.toFixed(1).padStart(8)} runs/s, p50 ${p50Ms.toFixed(1)} ms`;

function tellFailures(measured: readonly LoadRounds[]): boolean {
  const failed = measured.flatMap(({ rounds }) => rounds).filter(({ result }) => result.failures > 0);
  for (const { subject, result } of failed)
    say(`${subject}: ${result.failures} runs failed, the first with: ${result.firstFailure}`);
  return failed.length === 0;
}

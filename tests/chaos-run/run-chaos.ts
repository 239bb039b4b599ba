import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { developmentToken } from '@mao/local-stack';
import { collectEvidence } from './checker/collect/collect-evidence.ts';
import { createCaller } from './client/caller.ts';
import { sync } from './client/compare.ts';
import { connectAccounts } from './client/connect-accounts.ts';
import { openHistory } from './client/history.ts';
import { putLoad } from './client/load.ts';
import { publishClip } from './client/publish-clip.ts';
import type { Tally, World } from './client/world.ts';
import { addGraphFaults, clearGraphFaults } from './graph-faults.ts';
import { carryOut } from './nemesis/carry-out.ts';
import { type Fault, type FaultKind, planFaults } from './nemesis/plan-faults.ts';
import { createRandom, subSeed } from './random.ts';
import { type ChaosRig, startChaosRig } from './rig/chaos-rig.ts';
import type { ChaosSize } from './size.ts';
import { untilQuiet } from './until-quiet.ts';

export interface ChaosOptions {
  readonly seed: number;
  readonly size: ChaosSize;
  /** Logs, history and evidence go there. */
  readonly folder: string;
  readonly say: (line: string) => void;
  readonly signal: AbortSignal;
}

export interface ChaosOutcome {
  readonly tally: Tally;
  readonly faults: Readonly<Record<FaultKind['kind'], number>>;
  /** From the end of the last fault until every run had ended, as far as the client waited. */
  readonly endedAfterMs: number;
}

/** After the last fault; beyond the limit of a run's end, to tell late from never. */
const PATIENCE_MS = 150_000;
/** Leaves the clients this much of the time of faults to see their last errands through. */
const LOAD_SHARE = 0.92;
const PROGRESS_EVERY_MS = 10_000;

/** Starts everything, lets it go wrong under load, waits until it is quiet, and collects the evidence in `folder`. */
export async function runChaos(options: ChaosOptions): Promise<ChaosOutcome> {
  const { folder, say, signal } = options;
  mkdirSync(folder, { recursive: true });
  const rig = await startChaosRig(folder, say, signal);
  try {
    return await runOn(rig, options);
  } finally {
    say('stopping');
    await rig.stop();
  }
}

async function runOn(rig: ChaosRig, { seed, size, folder, say, signal }: ChaosOptions): Promise<ChaosOutcome> {
  const history = openHistory(join(folder, 'history.jsonl'));
  const giveUp = new AbortController();
  const world = await settle(rig, { seed, size, history, signal: AbortSignal.any([signal, giveUp.signal]) });
  say(`ready: ${world.accounts.length} accounts; now ${size.faultMs / 1_000} s of faults`);

  const faults = planFaults({ seed, durationMs: size.faultMs, processes: rig.processes, links: [...rig.links.keys()] });
  await addGraphFaults(rig.stack.fakeUrl, subSeed(seed, 'graph'));
  const log = (fault: Fault) =>
    appendFileSync(join(folder, 'faults.jsonl'), `${JSON.stringify({ at: new Date().toISOString(), ...fault })}\n`);
  const nemesis = carryOut(rig, faults, log, signal);
  const load = putLoad(world, { ...size, overMs: size.faultMs * LOAD_SHARE }, signal);
  load.catch(() => undefined); // awaited below, unless the faults fail first
  const progress = setInterval(() => say(describe(world.tally, nemesis.done)), PROGRESS_EVERY_MS);
  try {
    await nemesis.ended;
    await clearGraphFaults(rig.stack.fakeUrl);
    const healedAt = Date.now();
    say('the last fault is over');
    const patience = AbortSignal.timeout(PATIENCE_MS);
    patience.addEventListener('abort', () => giveUp.abort());
    await load;
    const endedAfterMs = Date.now() - healedAt;
    say(`every errand is over ${(endedAfterMs / 1_000).toFixed(1)} s after the last fault; waiting for quiet`);
    for (const account of world.accounts) await sync(world, account);
    await untilQuiet({ databases: rig.stack.databases, since: healedAt, deadlineAt: healedAt + PATIENCE_MS });
    await history.close();
    say('collecting the evidence');
    await collectEvidence(rig.stack, { seed, healedAt }, folder);
    const outcome = { tally: world.tally, faults: nemesis.done, endedAfterMs };
    writeFileSync(join(folder, 'outcome.json'), JSON.stringify(outcome, null, 2));
    say(`reached: ${describe(world.tally, nemesis.done)}`);
    return outcome;
  } finally {
    clearInterval(progress);
    giveUp.abort();
    await history.close();
  }
}

async function settle(
  rig: ChaosRig,
  {
    seed,
    size,
    history,
    signal,
  }: { seed: number; size: ChaosSize; history: ReturnType<typeof openHistory>; signal: AbortSignal },
): Promise<World> {
  const random = createRandom(subSeed(seed, 'client'));
  const token = developmentToken({ secret: rig.stack.jwtSecret, role: 'admin', accounts: 'all', subject: 'chaos' });
  const caller = createCaller({ gatewayUrls: rig.gatewayUrls, token, history, random, signal });
  const accounts = await connectAccounts(caller, history, size.accounts);
  const tally = { runsAccepted: 0, runsEnded: 0, clips: 0, testsCreated: 0, testsPublished: 0 };
  const world = { caller, history, random, accounts, fakeUrl: rig.stack.fakeUrl, tally };
  for (const [index, account] of accounts.entries()) {
    const clip = await publishClip(world, account, `first clip of ${index}`);
    if (clip === undefined) throw new Error('the first clips could not be published');
    account.clips.push(clip);
  }
  return world;
}

function describe(tally: Tally, faults: Readonly<Record<string, number>>): string {
  const told = (counts: Readonly<Record<string, number>>) =>
    Object.entries(counts)
      .map(([name, count]) => `${name} ${count}`)
      .join(', ');
  return `${told({ ...tally })} | ${told(faults)}`;
}

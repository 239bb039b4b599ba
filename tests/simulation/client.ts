import { setTimeout as delay } from 'node:timers/promises';
import { developmentToken } from '@mao/local-stack';
import { readMeta } from '../chaos-run/checker/collect/read-meta.ts';
import type { Evidence, HistoryLine } from '../chaos-run/checker/evidence.ts';
import { createCaller } from '../chaos-run/client/caller.ts';
import { sync } from '../chaos-run/client/compare.ts';
import { connectAccounts } from '../chaos-run/client/connect-accounts.ts';
import type { History } from '../chaos-run/client/history.ts';
import { putLoad } from '../chaos-run/client/load.ts';
import { publishClip } from '../chaos-run/client/publish-clip.ts';
import { addGraphFaults, clearGraphFaults } from '../chaos-run/graph-faults.ts';
import { subSeed } from '../chaos-run/random.ts';
import { untilQuiet } from '../chaos-run/until-quiet.ts';
import { readBroker } from './broker/read-broker.ts';
import { strike } from './faults/nemesis.ts';
import type { Plan } from './faults/plan.ts';
import { isUnderWay, readTables } from './postgres/snapshot.ts';
import { JWT_SECRET } from './services/settings.ts';
import { SERVICE_NAMES } from './services/start-service.ts';
import type { VirtualProcess } from './services/virtual-process.ts';
import type { World } from './world.ts';

/** After the last fault; beyond the limit of a run's end, to tell late from never. */
const PATIENCE_MS = 150_000;
const LOAD_SHARE = 0.9;
const LOOK_MS = 200;
const FAKE_URL = 'http://graph';
const DATABASES = Object.fromEntries(SERVICE_NAMES.map((name) => [name, `postgres://client@database/${name}`]));

/** What the client of the chaos run does, in the simulated world: the same load, the same history, the same evidence. */
export async function live(world: World, processes: readonly VirtualProcess[], plan: Plan): Promise<Evidence> {
  const { kernel } = world;
  const { seed } = kernel;
  const lines: HistoryLine[] = [];
  const history: History = {
    write: (phase, op, key, value) => void lines.push({ at: Date.now(), phase, op, key, value: value as HistoryLine['value'] }),
    close: async () => undefined,
  };
  const giveUp = new AbortController();
  const { signal } = giveUp;
  const random = kernel.chance('client');
  const token = developmentToken({ secret: JWT_SECRET, role: 'admin', accounts: 'all', subject: 'simulation' });
  const gatewayUrls = processes.filter(({ service }) => service === 'gateway').map(({ name }) => `http://${name}`);
  const caller = createCaller({ gatewayUrls, token, history, random, signal });
  await untilReady(gatewayUrls);
  const accounts = await connectAccounts(caller, history, plan.size.accounts);
  const tally = { runsAccepted: 0, runsEnded: 0, clips: 0, testsCreated: 0, testsPublished: 0 };
  const load = { caller, history, random, accounts, fakeUrl: FAKE_URL, tally };
  for (const account of accounts) {
    const clip = await publishClip(load, account, 'first clip');
    if (clip !== undefined) account.clips.push(clip);
  }

  if (plan.hasGraphFaults) await addGraphFaults(FAKE_URL, subSeed(seed, 'graph'));
  const put = putLoad(load, { ...plan.size, overMs: plan.size.faultMs * LOAD_SHARE }, signal);
  await strike(world, processes, plan);
  await clearGraphFaults(FAKE_URL);
  const healedAt = Date.now();
  setTimeout(() => giveUp.abort(), PATIENCE_MS);
  await put;
  for (const account of accounts) await sync(load, account);
  const deadlineAt = healedAt + PATIENCE_MS;
  await untilQuiet({ databases: DATABASES, since: healedAt, deadlineAt });
  const meta = await readMeta(FAKE_URL);
  return { run: { seed, healedAt }, history: lines, ...meta, ...(await takeStock(world, deadlineAt)) };
}

/** Broker and databases at one moment, at which nothing is on its way between them; at the deadline as they are. */
async function takeStock(world: World, deadlineAt: number): Promise<Pick<Evidence, 'records' | 'offsets' | 'databases'>> {
  for (;;) {
    const stock = await atOnce(world, async () => {
      const isQuiet = world.broker.isReadToTheEnd() && !(await isUnderWay(world.real));
      if (!isQuiet && world.kernel.nowMs() < deadlineAt) return undefined;
      return { ...readBroker(world.broker), databases: await readTables(world.real) };
    });
    if (stock !== undefined) return stock;
    await delay(LOOK_MS);
  }
}

/** In one event: the world stands still meanwhile. */
const atOnce = <T>({ kernel, nature }: World, work: () => Promise<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    kernel.afterAt(nature, 0, 'takes stock', () => work().then(resolve, reject));
  });

async function untilReady(gatewayUrls: readonly string[]): Promise<void> {
  for (const url of gatewayUrls) {
    for (;;) {
      const answer = await fetch(`${url}/readyz`).catch(() => undefined);
      if (answer?.status === 200) break;
      await delay(LOOK_MS);
    }
  }
}

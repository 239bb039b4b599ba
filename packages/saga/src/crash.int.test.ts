import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { waitFor } from '@mao/service-kit/testing';
import { createEngineRig, type EngineRig } from './testing/engine-rig.ts';
import { createLedger, type Ledger } from './testing/ledger.ts';
import { newShop } from './testing/shop.ts';

/** A process has to start, twice; the machine may be busy. */
const TEST_MS = 60_000;

let rig: EngineRig;
let ledger: Ledger;
const children: ChildProcess[] = [];

beforeAll(async () => {
  rig = await createEngineRig();
  ledger = createLedger(rig.orm);
  await ledger.createTable();
});
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});
afterAll(() => rig.close());

function startChild(env: Record<string, string>): ChildProcess {
  const child = spawn(process.execPath, [fileURLToPath(new URL('./testing/crash-child.ts', import.meta.url))], {
    env: { ...process.env, NODE_OPTIONS: '', DATABASE_URL: rig.url, ...env },
    stdio: ['pipe', 'inherit', 'inherit'],
  });
  children.push(child);
  return child;
}

const wasKilled = (child: ChildProcess) => waitFor('the crash', () => child.signalCode === 'SIGKILL', { timeoutMs: 25_000 });

/** The calls of a whole saga: run room, sign, open, tell; of one that is refused: run room, sign, open, undo sign, room. */
test.each(['saga:after-claim#1', 'saga:before-effect#2', 'saga:after-effect#3', 'saga:after-commit#2'])(
  'killed at %s, the next worker goes on: each step has exactly one object',
  async (crashAt) => {
    const engine = await rig.engine(newShop());
    const id = await rig.begin(engine);
    await wasKilled(startChild({ CRASH_AT: crashAt }));
    startChild({});
    await rig.until(engine, id, 'completed', ({ status }) => status === 'completed');
    expect(await ledger.objects(id)).toEqual(['room', 'sign', 'open', 'tell']);
  },
  TEST_MS,
);

test.each(['saga:before-effect#4', 'saga:after-effect#4', 'saga:after-commit#4'])(
  'killed at %s, on the way back, the next worker leaves nothing',
  async (crashAt) => {
    const engine = await rig.engine(newShop());
    const id = await rig.begin(engine);
    await wasKilled(startChild({ CRASH_AT: crashAt, REFUSE: 'open' }));
    startChild({ REFUSE: 'open' });
    await rig.until(engine, id, 'compensated', ({ status }) => status === 'compensated');
    expect(await ledger.objects(id)).toEqual([]);
  },
  TEST_MS,
);

test(
  'a frozen worker that wakes after its lease changes nothing: its saga went on elsewhere',
  async () => {
    const engine = await rig.engine(newShop());
    const frozen = startChild({});
    await waitFor('the child works', async () => {
      const probe = await rig.begin(engine);
      await rig.until(engine, probe, 'probe', ({ status }) => status === 'completed');
      return true;
    });
    const ids: string[] = [];
    for (let index = 0; index < 60; index += 1) ids.push(await rig.begin(engine));
    frozen.kill('SIGSTOP');
    startChild({});
    for (const id of ids) await rig.until(engine, id, 'completed', ({ status }) => status === 'completed');
    frozen.kill('SIGCONT');
    // It is awake again once it works on something new.
    children.pop()?.kill('SIGKILL');
    const after = await rig.begin(engine);
    await rig.until(engine, after, 'the awoken worker', ({ status }) => status === 'completed');
    for (const id of [...ids, after]) expect(await ledger.objects(id)).toEqual(['room', 'sign', 'open', 'tell']);
  },
  TEST_MS,
);

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import type { ChaosOutcome } from '../chaos-run/run-chaos.ts';

/** The whole of it, the quiet at the end included. */
const MINUTES = 3;
/** Half of the full load: the test must hold on two slow cores. */
const DENSITY = 0.5;
// Always the same faults, so that a failure is no matter of luck; `npm run chaos` throws the dice.
const SEED = 20_261_123;
const LEAST_RUNS = 200;
const LEAST_KILLS = 20;

test(`${MINUTES} minutes of chaos on real processes: every invariant holds`, async () => {
  const folder = join('.local', 'chaos', 'in-tests');
  rmSync(folder, { recursive: true, force: true });
  const options = { minutes: MINUTES, density: DENSITY, seed: SEED, folder };
  const args = Object.entries(options).map(([name, value]) => `--${name}=${value}`);
  const { NODE_OPTIONS: _, ...env } = process.env;
  // A program of its own, as `npm run chaos` runs it; what it prints is the report.
  const chaos = spawn('node', ['tests/chaos-run/main.ts', ...args], { env, stdio: ['ignore', 'inherit', 'inherit'] });
  expect(await once(chaos, 'exit')).toEqual([0, null]);

  const { tally, faults } = JSON.parse(readFileSync(join(folder, 'outcome.json'), 'utf8')) as ChaosOutcome;
  expect(tally.runsEnded).toBeGreaterThanOrEqual(LEAST_RUNS);
  expect(faults.kill).toBeGreaterThanOrEqual(LEAST_KILLS);
  expect(Math.min(faults['postgres-down'], faults['kafka-down'], faults.zombie)).toBeGreaterThan(0);
}, 480_000);

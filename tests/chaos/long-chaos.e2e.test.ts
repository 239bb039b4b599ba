import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { check } from '../chaos-run/checker/check.ts';
import { isPassed } from '../chaos-run/checker/finding.ts';
import { readEvidence } from '../chaos-run/checker/read-evidence.ts';
import { reportText } from '../chaos-run/checker/report.ts';
import { runChaos } from '../chaos-run/run-chaos.ts';
import { sizeOf } from '../chaos-run/size.ts';

const MINUTES = 3;
/** The test must hold on two slow cores. */
const DENSITY = 0.5;
// Always the same faults, so that a failure is no matter of luck; `npm run chaos` throws the dice.
const SEED = 20_261_123;
const LEAST_RUNS = 200;
const LEAST_KILLS = 20;

const say = (line: string) => void process.stderr.write(`[chaos] ${line}\n`);

test(`${MINUTES} minutes of chaos on real processes: every invariant holds`, async () => {
  const folder = join('.local', 'chaos', 'in-tests');
  rmSync(folder, { recursive: true, force: true });
  const { tally, faults } = await runChaos({
    seed: SEED,
    size: sizeOf(MINUTES, DENSITY),
    folder,
    say,
    signal: new AbortController().signal,
  });
  const findings = check(readEvidence(folder));
  say(`\n${reportText(findings)}`);
  expect(findings.filter((finding) => !isPassed(finding))).toEqual([]);
  expect(tally.runsEnded).toBeGreaterThanOrEqual(LEAST_RUNS);
  expect(faults.kill).toBeGreaterThanOrEqual(LEAST_KILLS);
  expect(Math.min(faults['postgres-down'], faults['kafka-down'], faults.zombie)).toBeGreaterThan(0);
}, 480_000);

import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { BUGS } from '../../tests/planted-bugs/bugs.ts';
import type { PlantedBug } from '../../tests/planted-bugs/planted-bug.ts';
import { runProgram } from './run-program.ts';
import type { JestReport, Tally } from './tally.ts';

const LOAD_HOOK = pathToFileURL(resolve('tests', 'planted-bugs', 'load-hook.ts')).href;
const SIMULATION = 'tests/simulation/main.ts';
const SEED_FAILED = /seed \d+ FAILED/;
/** A bug may also make its test wait for ever. */
const LIMIT_MS = 240_000;
const AT_ONCE = 2;

/** Plants each bug and runs the test that must notice it, and the simulation if it must, two at a time. A bug that is found counts as passed. */
export async function findPlantedBugs(resultsFolder: string): Promise<Tally> {
  console.log('\n--- planted bugs');
  const missed: string[] = [];
  const queue = [...BUGS];
  const search = async (): Promise<void> => {
    for (let bug = queue.shift(); bug !== undefined; bug = queue.shift()) {
      const startedAt = Date.now();
      const miss = (await lookFor(bug, resultsFolder)) ?? (await lookInWorlds(bug));
      const seconds = ((Date.now() - startedAt) / 1000).toFixed(1);
      console.log(miss === undefined ? `✓ found: ${bug.name} (${seconds} s)` : `✗ ${bug.name}: ${miss} (${seconds} s)`);
      if (miss !== undefined) missed.push(`planted bug "${bug.name}": ${miss}`);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, search));
  return { passed: BUGS.length - missed.length, failed: missed.length, failures: missed };
}

/** @returns undefined when a test failed because of the bug, else why it does not count */
async function lookFor(bug: PlantedBug, resultsFolder: string): Promise<string | undefined> {
  const { file, project, test } = bug.caughtBy;
  const outputFile = join(resultsFolder, `planted-${BUGS.indexOf(bug)}.json`);
  mkdirSync(resultsFolder, { recursive: true });
  rmSync(outputFile, { force: true });
  // Jest's cache of loaded sources knows nothing of the bug.
  const flags = ['--selectProjects', project, '--no-cache', '--json', `--outputFile=${outputFile}`, '--silent', '--forceExit'];
  const filter = test === undefined ? [] : ['--testNamePattern', test];
  const env = {
    PLANTED_BUG: bug.name,
    NODE_OPTIONS: '--experimental-vm-modules --disable-warning=ExperimentalWarning',
    CHILD_NODE_OPTIONS: `--import ${LOAD_HOOK}`,
  };
  await runProgram({ command: 'jest', args: [file, ...flags, ...filter], env }, 'collect', LIMIT_MS);
  if (!existsSync(outputFile)) return 'jest wrote no report';
  const report = JSON.parse(readFileSync(outputFile, 'utf8')) as JestReport;
  if (report.numFailedTests > 0) return undefined;
  return report.numPassedTests > 0 ? 'the test passes all the same' : 'the test could not be run';
}

/** @returns undefined when a simulated world shows the bug, or need not, else why it does not count */
async function lookInWorlds({ name, inSeeds }: PlantedBug): Promise<string | undefined> {
  if (inSeeds === undefined) return undefined;
  const args = ['--import', LOAD_HOOK, SIMULATION, '--seeds', String(inSeeds), '--workers', '1', '--bail'];
  const { output } = await runProgram({ command: 'node', args, env: { PLANTED_BUG: name } }, 'collect', LIMIT_MS);
  return SEED_FAILED.test(output) ? undefined : `${inSeeds} seeds of the simulation do not show it`;
}

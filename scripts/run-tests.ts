import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import startBackends from './jest/start-backends.ts';
import stopBackends from './jest/stop-backends.ts';
import { CHECKS, type Check, SPEED } from './test-run/checks.ts';
import { findPlantedBugs } from './test-run/planted-bugs.ts';
import { runProgram } from './test-run/run-program.ts';
import { addTallies, isGreen, type JestReport, type Tally, tallyJest } from './test-run/tally.ts';

// What `npm test` runs: the static checks, then every test. `--check` and `--unit` run that part alone, `--soak` the long versions,
// `--planted` the search for bugs that are planted.
// Goes on after a failure, so that one run tells everything, and ends with one line: N passed, N failed.

const RESULTS = join('.local', 'test-results');
// The tests that `SOAK=1` makes longer.
const SOAK = 'tests/e2e/(rate-limits|mixed-faults)';
const MOSTLY_WAITING = '/crash-points\\.|operator-cli/src/dead-letters';
const [part] = process.argv.slice(2);
if (part === '--soak') process.env['SOAK'] = '1';

const tallies: Tally[] = [];
if (part === undefined || part === '--check') for (const check of CHECKS) tallies.push(await runCheck(check));
if (part === undefined || part === '--unit') tallies.push(await runJest('unit'));
// One stack of services at a time: two of them would fight for two cores and make deadlines a matter of luck.
if (part === undefined)
  tallies.push(
    ...(await onRealBackends(
      () => runJest('int', `--testPathIgnorePatterns=${MOSTLY_WAITING}`),
      // These mostly wait for leases and sessions to run out; the simulation, of low priority, uses the time.
      () =>
        besides(
          runSimulation,
          () => runJest('int', '--runInBand', `--testPathPatterns=${MOSTLY_WAITING}`),
          () => runJest('e2e', '--runInBand', `--testPathPatterns=${MOSTLY_WAITING}`),
        ),
      () => runJest('e2e', '--runInBand', `--testPathIgnorePatterns=${MOSTLY_WAITING}`),
      () => findPlantedBugs(RESULTS),
    )),
  );
if (part === undefined) tallies.push(await runCheck(SPEED));
if (part === '--planted') tallies.push(...(await onRealBackends(() => findPlantedBugs(RESULTS))));
if (part === '--soak') tallies.push(...(await onRealBackends(() => runJest('e2e', '--runInBand', `--testPathPatterns=${SOAK}`))));

const total = addTallies(tallies);
if (total.failures.length > 0) console.log(`\nFailed:\n${total.failures.map((name) => `  ✗ ${name}`).join('\n')}`);
console.log(`\n${total.passed} passed, ${total.failed} failed`);
process.exitCode = isGreen(total) ? 0 : 1;

async function runCheck(check: Check): Promise<Tally> {
  const startedAt = Date.now();
  const { code, output } = await runProgram(check, 'collect');
  const seconds = ((Date.now() - startedAt) / 1000).toFixed(1);
  console.log(`${code === 0 ? '✓' : '✗'} ${check.name} (${seconds} s)`);
  if (code === 0) return { passed: 1, failed: 0, failures: [] };
  console.log(output.trim().replaceAll(/^/gm, '    '));
  return { passed: 0, failed: 1, failures: [check.name] };
}

/** Three hundred worlds; it counts as one. */
async function runSimulation(): Promise<Tally> {
  const { code, output } = await runProgram({ command: 'node', args: ['tests/simulation/main.ts'] }, 'collect');
  console.log(`\n--- simulation\n${output.trim()}`);
  return code === 0 ? { passed: 1, failed: 0, failures: [] } : { passed: 0, failed: 1, failures: ['simulation'] };
}

async function besides(...parts: (() => Promise<Tally>)[]): Promise<Tally> {
  return addTallies(await Promise.all(parts.map((run) => run())));
}

async function onRealBackends(...parts: (() => Promise<Tally>)[]): Promise<Tally[]> {
  try {
    await startBackends();
    const done: Tally[] = [];
    for (const run of parts) done.push(await run());
    return done;
  } catch (error) {
    console.log(`✗ starting PostgreSQL and Kafka: ${error instanceof Error ? error.message : String(error)}`);
    return [{ passed: 0, failed: 1, failures: ['starting PostgreSQL and Kafka'] }];
  } finally {
    await stopBackends();
  }
}

async function runJest(project: string, ...flags: string[]): Promise<Tally> {
  console.log(`\n--- ${project} tests`);
  const outputFile = join(RESULTS, `${project}.json`);
  mkdirSync(RESULTS, { recursive: true });
  rmSync(outputFile, { force: true });
  const args = ['--selectProjects', project, '--json', `--outputFile=${outputFile}`, '--passWithNoTests', '--silent', ...flags];
  const env = { NODE_OPTIONS: '--experimental-vm-modules --disable-warning=ExperimentalWarning' };
  // Jest prints progress and failures on stderr, and the JSON once more on stdout, where nobody needs it.
  const { code } = await runProgram({ command: 'jest', args, env }, 'show');
  const report = existsSync(outputFile) ? (JSON.parse(readFileSync(outputFile, 'utf8')) as JestReport) : undefined;
  return tallyJest(project, report, code);
}

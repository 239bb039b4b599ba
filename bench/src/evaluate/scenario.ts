import { type AbTestInput, evaluateAbTest } from '@mao/ab-stats';
import { median } from '../load/statistics.ts';
import { machineFacts } from '../machine/facts.ts';
import { writeResults } from '../orchestrate/results.ts';
import { UsageError } from '../usage-error.ts';
import { sampleTests } from './sample-tests.ts';

export const EVALUATE_USAGE =
  'evaluate: CPU time of 10,000 A/B tests of 2 to 5 variants over 28 days, against reading the same rows once';

const TESTS = 10_000;
const ROUNDS = 5;
const SEED = 20_261_123;
/** What the compiler needs to have seen. */
const WARM_UP = 500;
const CPU_SECONDS_ALLOWED = 1;

interface Round {
  readonly evaluateCpuMs: number;
  /** The floor: adding up the input's numbers, without any statistics. */
  readonly readCpuMs: number;
  readonly verdicts: Readonly<Record<string, number>>;
}

/** @returns whether the median round stayed within the CPU time that is allowed */
export async function evaluate(args: readonly string[]): Promise<boolean> {
  if (args.length > 0) throw new UsageError('evaluate takes no options.');
  const tests = sampleTests(TESTS, SEED);
  measure(tests.slice(0, WARM_UP));
  const rounds = Array.from({ length: ROUNDS }, () => measure(tests));
  const cpuMs = median(rounds.map(({ evaluateCpuMs }) => evaluateCpuMs));
  const readMs = median(rounds.map(({ readCpuMs }) => readCpuMs));
  console.log(
    `${TESTS} tests: ${cpuMs.toFixed(0)} ms of CPU (allowed: ${CPU_SECONDS_ALLOWED * 1_000}), median of ${ROUNDS} rounds`,
  );
  console.log(`${(cpuMs / readMs).toFixed(0)} times as much as adding up the same rows (${readMs.toFixed(1)} ms)`);
  console.log(`verdicts: ${JSON.stringify(rounds[0]?.verdicts)}`);
  const machine = await machineFacts();
  console.log(`Raw results: ${writeResults('evaluate', undefined, { machine, tests: TESTS, seed: SEED, rounds })}`);
  return cpuMs <= CPU_SECONDS_ALLOWED * 1_000;
}

function measure(tests: readonly AbTestInput[]): Round {
  const verdicts: Record<string, number> = {};
  const evaluateCpuMs = cpuMsOf(() => {
    for (const test of tests) {
      const { state } = evaluateAbTest(test).verdict;
      verdicts[state] = (verdicts[state] ?? 0) + 1;
    }
  });
  let sum = 0;
  const readCpuMs = cpuMsOf(() => {
    for (const { rows } of tests) for (const row of rows) sum += row.impressions + row.inlineLinkClicks + row.spendCents;
  });
  if (sum === 0) throw new Error('the sample is empty');
  return { evaluateCpuMs, readCpuMs, verdicts };
}

function cpuMsOf(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}

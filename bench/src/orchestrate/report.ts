import type { Cost } from '../machine/cost.ts';
import { SUBJECTS } from './options.ts';
import { physicalLimit, ratiosOf } from './ratios.ts';
import { type LoadRounds, type Summary, summaryOf } from './results.ts';

const HEADINGS = ['', 'runs/s', 'min–max', 'p50 ms', 'p95 ms', 'p99 ms', 'failed'];

/** One load as a table with its ratios. */
export function loadReport(measured: LoadRounds, roundsOfCalls: number): string {
  const { load, rounds } = measured;
  const limit = physicalLimit(load.inFlight, roundsOfCalls, load.delayMs);
  const rows = SUBJECTS.flatMap((subject) => {
    const summary = summaryOf(rounds, subject);
    return summary === undefined ? [] : [rowOf(subject, summary)];
  });
  const limitLine = Number.isFinite(limit)
    ? [
        `   limit        ${limit.toFixed(1)} runs/s = ${load.inFlight} in flight / (${roundsOfCalls} sequential rounds of Graph calls × ${load.delayMs} ms)`,
      ]
    : [];
  const ratios = ratiosOf(measured, roundsOfCalls).map(
    ({ what, reached, aim, isReached }) =>
      `   ${isReached ? 'reached' : 'MISSED '}      ${reached.toFixed(2)} ${what} (aim: ${aim})`,
  );
  return [
    `\n${load.name} (${load.runs} runs a round, medians over rounds)`,
    ...table([HEADINGS, ...rows]),
    ...limitLine,
    ...ratios,
  ].join('\n');
}

function rowOf(subject: string, summary: Summary): string[] {
  const [least, most] = summary.perSecondRange;
  const figures = [summary.p50Ms, summary.p95Ms, summary.p99Ms].map((ms) => ms.toFixed(1));
  return [subject, summary.perSecond.toFixed(1), `${least.toFixed(0)}–${most.toFixed(0)}`, ...figures, String(summary.failures)];
}

function table(rows: readonly (readonly string[])[]): string[] {
  const widths = HEADINGS.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]): string =>
    row.map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join('   ');
  return rows.map((row) => `   ${line(row)}`);
}

/** What one run costs, in transactions and CPU. */
export function costReport(title: string, cost: Cost): string {
  const list = (values: Readonly<Record<string, number>>): string => {
    const total = Object.values(values).reduce((sum, value) => sum + value, 0);
    return `${total.toFixed(2)} (${Object.entries(values)
      .map(([name, value]) => `${name} ${value.toFixed(2)}`)
      .join(', ')})`;
  };
  return [
    `   ${title}`,
    `     transactions  ${list(cost.transactionsPerRun)}`,
    `     CPU ms        ${list(cost.cpuMsPerRun)}`,
    `     WAL           ${(cost.walBytesPerRun / 1024).toFixed(1)} KiB`,
  ].join('\n');
}

import { hasSeenSomething } from '../chaos-run/checker/finding.ts';
import { SECOND_OBJECTS } from '../chaos-run/checker/invariants/built-runs-are-whole.ts';
import type { Report } from './messages.ts';

/** Keeps the score of a run over many seeds. */
export interface Summary {
  add(report: Report): void;
  /** The same seed a second time. */
  compare(report: Report): void;
  failed(): readonly number[];
  /** Prints the figures. @returns whether all is well */
  conclude(): boolean;
}

const HOUR_MS = 3_600_000;
const TOLD_EVERY = 50;
const MOST_SHOWN = 5;
/** So many seeds must have had something for every invariant; fewer may lack an A/B test, say. */
const ENOUGH_SEEDS = 50;

export function createSummary(say: (line: string) => void, now: () => number = () => performance.now()): Summary {
  const startedAt = now();
  const reports = new Map<number, Report>();
  const different: number[] = [];

  const failed = (): number[] => [...reports.values()].filter((report) => problemsOf(report).length > 0).map(({ seed }) => seed);

  function tell(report: Report): void {
    const problems = problemsOf(report);
    if (problems.length === 0) return;
    say(`seed ${report.seed} FAILED; npm run sim -- --seed ${report.seed} repeats it`);
    for (const problem of problems.slice(0, MOST_SHOWN)) say(`    ${problem}`);
  }

  return {
    add(report) {
      reports.set(report.seed, report);
      tell(report);
      if (reports.size % TOLD_EVERY === 0) say(`${reports.size} seeds, ${failed().length} failed`);
    },
    compare(report) {
      const first = reports.get(report.seed);
      if (first === undefined || marksOf(first) === marksOf(report)) return;
      different.push(report.seed);
      say(`seed ${report.seed} did NOT replay identically: ${marksOf(first)}, then ${marksOf(report)}`);
    },
    failed,
    conclude() {
      const lived = [...reports.values()].filter((report) => 'digest' in report);
      const virtualHours = lived.reduce((sum, { virtualMs }) => sum + virtualMs, 0) / HOUR_MS;
      const events = lived.reduce((sum, report) => sum + report.events, 0);
      const seconds = ((now() - startedAt) / 1_000).toFixed(0);
      say(`${reports.size} seeds, ${events} events, ${virtualHours.toFixed(1)} simulated hours in ${seconds} s`);
      say(totalsOf(lived.map(({ counts }) => counts)));
      const unseen = lived.length < ENOUGH_SEEDS ? [] : unseenBy(lived.map(({ counts }) => counts));
      if (unseen.length > 0) say(`nothing was there to judge for ${unseen.join(', ')}`);
      say(`${failed().length} seeds failed, ${different.length} did not replay identically`);
      return failed().length === 0 && different.length === 0 && unseen.length === 0 && reports.size > 0;
    },
  };
}

const problemsOf = (report: Report): readonly string[] => ('error' in report ? [report.error] : report.violations);
const marksOf = (report: Report): string => ('error' in report ? report.error : `${report.digest} (${report.events} events)`);

type Counts = Readonly<Record<string, Readonly<Record<string, number>>>>;

/** The invariants whose rule met nothing in any seed: a check that sees nothing shows nothing. */
function unseenBy(all: readonly Counts[]): string[] {
  const seen = new Set(all.flatMap((counts) => Object.keys(counts).filter((name) => hasSeenSomething(counts[name] ?? {}))));
  return [...new Set(all.flatMap((counts) => Object.keys(counts)))].filter((name) => !seen.has(name));
}

/** What the checker saw over all seeds, so that nobody takes an empty run for a sound one. */
function totalsOf(all: readonly Counts[]): string {
  const total = (invariant: string, what: string): number =>
    all.reduce((sum, counts) => sum + (counts[invariant]?.[what] ?? 0), 0);
  return [
    `runs accepted ${total('I1', 'accepted')}`,
    `built ${total('I3', 'succeeded')}`,
    `undone ${total('I4', 'undone')}`,
    `${SECOND_OBJECTS} ${total('I3', SECOND_OBJECTS)}`,
    `winners published ${total('I8', 'publications')}`,
    `events ${total('I9', 'events')}`,
    `copies ${total('I9', 'copies')}`,
  ].join(', ');
}

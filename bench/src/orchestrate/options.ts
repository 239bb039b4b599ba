import { parseArgs } from 'node:util';
import { UsageError } from '../usage-error.ts';

export interface Load {
  readonly name: string;
  readonly inFlight: number;
  readonly delayMs: number;
  /** Measured runs per round. */
  readonly runs: number;
}

export interface OrchestrateOptions {
  readonly loads: readonly Load[];
  readonly rounds: number;
  readonly subjects: readonly SubjectName[];
  readonly isProfiling: boolean;
  readonly output: string | undefined;
  readonly cpuProfileFolder: string | undefined;
}

export const SUBJECTS = ['ours', 'floor', 'dbos'] as const;
export type SubjectName = (typeof SUBJECTS)[number];

export const ORCHESTRATE_USAGE = `orchestrate    POST /meta/orchestrate/run on a stack of its own, beside the bare Graph calls and DBOS Transact
  --in-flight C   callers at a time       \\  without either of them three loads: 1 caller at 50 ms,
  --delay-ms D    delay per Graph call    /  64 callers at 50 ms, 64 callers without delay
  --runs N        measured runs per round and subject; default 20 per caller, at most 960;
                  among the three loads it only lowers that
  --rounds R      interleaved rounds (ours, floor, dbos, ours, …); default 5
  --subjects S    comma-separated, of ours, floor, dbos; default all
  --profile       also: where the time of one run on the idle system goes, and what a run costs in transactions and CPU
  --cpu-prof DIR  every service writes a V8 CPU profile there when it stops; costs speed
  --output FILE   default bench/results/orchestrate-<date>.json
PostgreSQL and Kafka: DATABASE_URL and KAFKA_BROKERS if set, else Docker, else embedded.`;

/** The three loads of which something is promised. */
const DEFAULT_LOADS = [
  { inFlight: 1, delayMs: 50 },
  { inFlight: 64, delayMs: 50 },
  { inFlight: 64, delayMs: 0 },
];
const DEFAULT_ROUNDS = 5;
const RUNS_PER_CALLER = 20;
const MAX_DEFAULT_RUNS = 960;

/** @throws UsageError */
export function readOptions(args: readonly string[]): OrchestrateOptions {
  const { values } = parse(args);
  const isSingle = values['in-flight'] !== undefined || values['delay-ms'] !== undefined;
  const single = { inFlight: whole(values, 'in-flight', 1) ?? 64, delayMs: whole(values, 'delay-ms', 0) ?? 50 };
  const runs = whole(values, 'runs', 1);
  return {
    loads: (isSingle ? [single] : DEFAULT_LOADS).map((load) => ({
      ...load,
      name: `${load.inFlight} in flight, ${load.delayMs} ms per Graph call`,
      runs: isSingle && runs !== undefined ? runs : Math.min(runs ?? MAX_DEFAULT_RUNS, RUNS_PER_CALLER * load.inFlight),
    })),
    rounds: whole(values, 'rounds', 1) ?? DEFAULT_ROUNDS,
    subjects: readSubjects(values.subjects),
    isProfiling: values.profile === true,
    output: values.output,
    cpuProfileFolder: values['cpu-prof'],
  };
}

function parse(args: readonly string[]) {
  const text = { type: 'string' } as const;
  try {
    return parseArgs({
      args: [...args],
      options: {
        'in-flight': text,
        'delay-ms': text,
        runs: text,
        rounds: text,
        subjects: text,
        output: text,
        'cpu-prof': text,
        profile: { type: 'boolean' },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function whole(values: Readonly<Record<string, unknown>>, name: string, least: number): number | undefined {
  const text = values[name];
  if (text === undefined) return undefined;
  if (typeof text !== 'string' || !/^\d{1,7}$/.test(text) || Number(text) < least)
    throw new UsageError(`--${name} must be a whole number of at least ${least}.`);
  return Number(text);
}

function readSubjects(text: string | undefined): readonly SubjectName[] {
  if (text === undefined) return SUBJECTS;
  const names = text.split(',');
  const unknown = names.find((name) => !SUBJECTS.some((subject) => subject === name));
  if (unknown !== undefined) throw new UsageError(`--subjects knows ${SUBJECTS.join(', ')}, not ${unknown}.`);
  return SUBJECTS.filter((subject) => names.includes(subject));
}

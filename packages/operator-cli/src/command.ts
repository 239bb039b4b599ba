import type { Input } from './input.ts';
import type { Clock } from './pacing.ts';

export type Row = Readonly<Record<string, unknown>>;

/** Connection strings by service name. */
export type Databases = Readonly<Record<string, string>>;

/** What a command works with besides what was typed. */
export interface Context {
  readonly env: NodeJS.ProcessEnv;
  readonly databases: Databases;
  readonly clock: Clock;
}

/** One option as the help shows it and the parser knows it. */
export interface Option {
  readonly type: 'string' | 'boolean';
  /** How its value is written in the help, if it has one. */
  readonly value?: string;
  readonly summary: string;
}

export interface Answer {
  readonly rows: readonly Row[];
  /** Shown as one block per row instead of a table: rows with much in them. */
  readonly isDetailed?: boolean;
  /** What the operator should know besides; goes to stderr, so that stdout stays what it is. */
  readonly notes?: readonly string[];
  /** It was done in part: the rows say what, this why not the rest. The exit code is 1. */
  readonly failure?: string;
}

/** One thing an operator can ask for. */
export interface Command {
  /** What follows its name. */
  readonly usage: string;
  readonly summary: string;
  readonly options?: Readonly<Record<string, Option>>;
  /** Command lines without `npm run cli --`. */
  readonly examples?: readonly string[];
  run(context: Context, input: Input): Promise<Answer>;
}

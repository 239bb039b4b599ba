export type Row = Readonly<Record<string, unknown>>;

/** Connection strings by service name. */
export type Databases = Readonly<Record<string, string>>;

export interface Input {
  readonly arguments: readonly string[];
  readonly status: string | undefined;
  readonly account: string | undefined;
  readonly isDryRun: boolean;
}

/** One thing an operator can ask for. */
export interface Command {
  readonly usage: string;
  readonly summary: string;
  run(databases: Databases, input: Input): Promise<readonly Row[]>;
}

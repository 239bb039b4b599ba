import type { JournalEntry } from './fake-control.ts';

/** One Graph call with holes: `RUN` where the run's name was, `ID_HOLE(k)` where the id of the k-th created object was. */
export interface PlannedCall {
  readonly method: 'GET' | 'POST';
  /** With version, without query. */
  readonly path: string;
  /** Form-encoded. */
  readonly params: string;
  /** Which created object this call makes, if it makes one. */
  readonly creates: number | undefined;
}

/** Calls that go out together; a round begins when the one before it is answered. */
export type CallRound = readonly PlannedCall[];

/** Letters and digits only: they survive form encoding. */
export const RUN_HOLE = 'RunNameHole';
export const idHole = (index: number): string => `CreatedIdHole${index}X`;

const VERSION = '/v26.0';

/**
 * The Graph calls of one run, read off the fake's journal: same number, order and parallelism. The run must have been made
 * under `delayMs` per call; calls that were carried out less than half of that apart went out together.
 */
export function planCalls(journal: readonly JournalEntry[], runName: string, delayMs: number): readonly CallRound[] {
  const ids = journal.flatMap(({ created }) => created);
  const withHoles = (text: string): string =>
    ids.reduce((holey, id, index) => holey.replaceAll(id, idHole(index)), text.replaceAll(runName, RUN_HOLE));
  const rounds: PlannedCall[][] = [];
  let previousAt = Number.NEGATIVE_INFINITY;
  for (const entry of journal) {
    const at = Date.parse(entry.at);
    const [id] = entry.created;
    const call: PlannedCall = {
      method: methodOf(entry),
      path: `${VERSION}${withHoles(entry.path)}`,
      params: withHoles(new URLSearchParams(textOf(entry.body)).toString()),
      creates: id === undefined ? undefined : ids.indexOf(id),
    };
    if (at - previousAt < delayMs / 2) rounds.at(-1)?.push(call);
    else rounds.push([call]);
    previousAt = at;
  }
  return rounds;
}

function methodOf({ method, path, status }: JournalEntry): 'GET' | 'POST' {
  if (status !== 200) throw new Error(`${method} ${path} was answered with ${status}: the calls of this run cannot be repeated`);
  if (method !== 'GET' && method !== 'POST') throw new Error(`a run that succeeds was not expected to call ${method} ${path}`);
  return method;
}

function textOf(body: Readonly<Record<string, unknown>>): Record<string, string> {
  const entries = Object.entries(body).map(([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)]);
  return Object.fromEntries(entries) as Record<string, string>;
}

/** One line a person can check: which calls, in which rounds. */
export function describePlan(rounds: readonly CallRound[]): string {
  const word = ({ method, path }: PlannedCall): string =>
    `${method} ${path
      .split('/')
      .at(-1)
      ?.replace(/^CreatedIdHole\d+X$/, '{id}')}`;
  return rounds.map((round) => (round.length === 1 ? round.map(word).join() : `[${round.map(word).join(' ‖ ')}]`)).join(' → ');
}

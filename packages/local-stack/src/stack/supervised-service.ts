import { statSync } from 'node:fs';
import { lastLines, logTail } from '../log-tail.ts';
import { stopLeftover } from '../process/leftover.ts';
import { type ManagedProcess, type ProcessEnd, startProcess } from '../process/managed-process.ts';
import { StackError } from '../stack-error.ts';
import { waitFor } from '../wait-for.ts';
import { countDeath, restartDelayMs } from './backoff.ts';

// What a service exits with when its environment is wrong (sysexits.h, EX_CONFIG): starting it again cannot help.
const BAD_CONFIGURATION = 78;
const DEATHS_THAT_END_A_WAIT = 3;
const READY_TIMEOUT_MS = 60_000;
const ANSWER_TIMEOUT_MS = 2_000;

export type SupervisedOptions = {
  name: string;
  entry: string;
  args?: readonly string[];
  port: number;
  env: NodeJS.ProcessEnv;
  cwd: string;
  logFile: string;
  pidFile: string;
  /** Path that answers 200 when the service can work. */
  readyPath: string;
  notice: (line: string) => void;
  /** Called with every new pid. */
  onStart: () => void;
};

/** One running process of the stack. A death that nobody asked for is followed by a new start, as a supervisor would do it. */
export type ServiceHandle = {
  readonly name: string;
  readonly port: number;
  readonly url: string;
  readonly logFile: string;
  /** Undefined while it is down. */
  readonly pid: number | undefined;
  /** Settles once /readyz answers 200. @throws StackError `service-not-ready`. */
  ready(timeoutMs?: number): Promise<void>;
  /** SIGKILL; the supervisor starts it again after a moment. */
  kill(): Promise<void>;
  /** SIGKILL, and it stays down until `start()`. */
  takeDown(): Promise<void>;
  /** Starts it after `takeDown()` or `stop()`, with changes to its environment that stay (undefined removes a variable). */
  start(envChanges?: NodeJS.ProcessEnv): Promise<void>;
  /** Orderly stop (SIGTERM), then start. */
  restart(envChanges?: NodeJS.ProcessEnv): Promise<void>;
  /** SIGSTOP: connections stay open, nothing answers. */
  pause(): void;
  resume(): void;
  /** Orderly stop; it stays down. */
  stop(): Promise<void>;
};

type State = {
  env: NodeJS.ProcessEnv;
  running: ManagedProcess | undefined;
  isWanted: boolean;
  /** In a row, for the back-off. */
  deaths: number;
  deathsEver: number;
  lastEnd: ProcessEnd | undefined;
  timer: NodeJS.Timeout | undefined;
  logStart: number;
};

/** Starts a service under supervision. Returns as soon as its process runs; `ready()` waits until it can work. */
export async function superviseService(options: SupervisedOptions): Promise<ServiceHandle> {
  await stopLeftover(options.pidFile, options.entry);
  const state: State = { ...INITIAL, env: options.env };
  const url = `http://127.0.0.1:${options.port}`;
  const start = async (envChanges: NodeJS.ProcessEnv = {}) => {
    state.env = { ...state.env, ...envChanges };
    state.isWanted = true;
    state.deaths = 0;
    await launch(options, state);
  };
  const down = async (end: (running: ManagedProcess) => Promise<unknown>) => {
    state.isWanted = false;
    clearTimeout(state.timer);
    if (state.running) await end(state.running);
  };
  await start();
  return {
    name: options.name,
    port: options.port,
    url,
    logFile: options.logFile,
    get pid() {
      return state.running?.pid;
    },
    ready: (timeoutMs = READY_TIMEOUT_MS) => untilReady(options, state, `${url}${options.readyPath}`, timeoutMs),
    async kill() {
      state.deaths = 0; // asked for, so no reason to wait longer each time
      await state.running?.kill();
    },
    takeDown: () => down((running) => running.kill()),
    start,
    async restart(envChanges) {
      await down((running) => running.stop());
      await start(envChanges);
    },
    pause: () => state.running?.pause(),
    resume: () => state.running?.resume(),
    stop: () => down((running) => running.stop()),
  };
}

const INITIAL = {
  running: undefined,
  isWanted: true,
  deaths: 0,
  deathsEver: 0,
  lastEnd: undefined,
  timer: undefined,
  logStart: 0,
};

async function launch(options: SupervisedOptions, state: State): Promise<void> {
  const startedAt = Date.now();
  state.logStart = statSync(options.logFile, { throwIfNoEntry: false })?.size ?? 0;
  const running = await startProcess({
    command: process.execPath,
    args: [options.entry, ...(options.args ?? [])],
    env: state.env,
    cwd: options.cwd,
    logFile: options.logFile,
    pidFile: options.pidFile,
  });
  if (!state.isWanted) return void (await running.kill()); // stopped while it was being started
  state.running = running;
  options.onStart();
  void running.ended.then((end) => {
    if (state.running === running) state.running = undefined;
    state.lastEnd = end;
    state.deathsEver += 1;
    state.deaths = countDeath(state.deaths, Date.now() - startedAt);
    if (state.isWanted) startAgain(options, state, running.pid);
  });
}

function startAgain(options: SupervisedOptions, state: State, diedPid: number): void {
  const died = `${options.name} (pid ${diedPid}) ${describeEnd(state.lastEnd)}`;
  if (state.lastEnd?.code === BAD_CONFIGURATION) {
    state.isWanted = false;
    options.notice(`${died}: its environment is wrong, see ${options.logFile}`);
    return;
  }
  const delayMs = restartDelayMs(state.deaths);
  options.notice(`${died}; starting it again in ${delayMs / 1000} s`);
  state.timer = setTimeout(() => {
    launch(options, state).catch((error: unknown) =>
      options.notice(`${options.name} could not be started again: ${String(error)}`),
    );
  }, delayMs);
}

async function untilReady(options: SupervisedOptions, state: State, readyUrl: string, timeoutMs: number): Promise<void> {
  const deathsBefore = state.deathsEver;
  const isReady = async () => {
    if (!state.isWanted || state.deathsEver - deathsBefore >= DEATHS_THAT_END_A_WAIT)
      throw notReady(options, state, describeEnd(state.lastEnd));
    return fetch(readyUrl, { signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS) }).then(
      (answer) => answer.ok,
      () => false,
    );
  };
  try {
    await waitFor(isReady, { what: readyUrl, timeoutMs, intervalMs: 100 });
  } catch (error) {
    if (error instanceof StackError && error.code === 'deadline-passed') throw notReady(options, state, error.message);
    throw error;
  }
}

function notReady(options: SupervisedOptions, state: State, why: string): StackError {
  const lines = lastLines(logTail(options.logFile, state.logStart), 5);
  return new StackError(
    'service-not-ready',
    `The service ${options.name} did not become ready: ${why}. Its log is ${options.logFile} and ends with:\n${lines}`,
  );
}

function describeEnd(end: ProcessEnd | undefined): string {
  if (end === undefined) return 'is not running';
  return end.signal === null ? `ended with exit code ${end.code}` : `was ended by ${end.signal}`;
}

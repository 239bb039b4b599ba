import { StackError } from './stack-error.ts';

/** Where a backend came from, in the order they are tried. */
export type BackendSource = 'given' | 'docker' | 'embedded';

/** What one can do to a running PostgreSQL or Kafka. Address, port and data stay the same through all of it. */
export type BackendHandle = {
  readonly source: BackendSource;
  /** Undefined when the process is not ours (given, or inside a container). */
  readonly pid: number | undefined;
  /** Stops it in order and, for a temporary one, removes its data. */
  stop(): Promise<void>;
  /** SIGKILL. `start()` brings it back on the same data. */
  kill(): Promise<void>;
  /** After `kill()`. */
  start(): Promise<void>;
  /** Orderly stop and start. */
  restart(): Promise<void>;
  /** Freezes it: connections stay open, nothing answers. */
  pause(): Promise<void>;
  resume(): Promise<void>;
};

/** Handle of a server somebody else runs: we use it and never touch its life. */
export function givenBackend(setting: string): BackendHandle {
  const refuse = async () => {
    throw new StackError(
      'not-ours',
      `The server named by ${setting} is not ours to stop, kill or pause. Unset ${setting} to let the local stack start one of its own.`,
    );
  };
  return {
    source: 'given',
    pid: undefined,
    stop: async () => undefined,
    kill: refuse,
    start: refuse,
    restart: refuse,
    pause: refuse,
    resume: refuse,
  };
}

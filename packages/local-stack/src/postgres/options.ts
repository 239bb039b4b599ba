import type { BackendHandle, BackendSource } from '../backend.ts';

export type PostgresOptions = {
  /** A running server, with superuser rights. Default: the environment's DATABASE_URL. */
  url?: string | undefined;
  /** Kept between runs. Without it the data is temporary and removed by `stop()`, or by the watchdog. */
  dataDir?: string | undefined;
  /** Tried first; the next free one is taken when it is busy. Default: any free port. */
  preferredPort?: number | undefined;
  /** Of the superuser `postgres`, set when the data folder is made. Default: random, so give it together with `dataDir`. */
  password?: string | undefined;
  logFile?: string | undefined;
  /** Which ways may be tried, in this order. Default: given, docker, embedded. */
  sources?: readonly BackendSource[] | undefined;
  /** Lines a person should see while waiting. */
  notice?: ((line: string) => void) | undefined;
};

export type PostgresHandle = BackendHandle & {
  /** Connection string of the superuser, database `postgres`. */
  readonly url: string;
};

import type { BackendHandle, BackendSource } from '../backend.ts';

export type KafkaOptions = {
  /** Running brokers, comma-separated. Default: the environment's KAFKA_BROKERS. */
  brokers?: string | undefined;
  /** Kept between runs. Without it the data is temporary and removed by `stop()`, or by the watchdog. */
  dataDir?: string | undefined;
  /** Tried first; the next free one is taken when it is busy. Default: any free port. */
  preferredPort?: number | undefined;
  logFile?: string | undefined;
  /** Where the downloaded jars are kept. Default: `.local/kafka/libs` of the repository. */
  libsDir?: string | undefined;
  /**
   * Further doors to the broker, for the embedded one only: each listens on `port` and tells its clients to come back through
   * `advertisedPort`. What stands there (a proxy, say) then sees all of their traffic, and the other doors' clients do not.
   */
  doors?: readonly KafkaDoor[] | undefined;
  /** Which ways may be tried, in this order. Default: given, docker, embedded. */
  sources?: readonly BackendSource[] | undefined;
  /** Lines a person should see while waiting. */
  notice?: ((line: string) => void) | undefined;
};

export type KafkaDoor = { port: number; advertisedPort: number };

export type KafkaHandle = BackendHandle & {
  /** Comma-separated host:port. */
  readonly brokers: string;
};

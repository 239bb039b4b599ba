import type { BackendHandle, BackendSource } from '../backend.ts';
import type { ServiceDefinition } from './services.ts';
import type { StackFile } from './stack-file.ts';
import type { ServiceHandle } from './supervised-service.ts';

export type StackOptions = {
  /** Where data, logs, secrets and `stack.json` lie. Default: `.local` of the repository, or a free folder in it when that is taken. */
  dataDir?: string | undefined;
  /** A folder of its own that `stop()` removes, with the databases the stack made on a server that lives on. */
  isTemporary?: boolean | undefined;
  /** Default: the five services. */
  services?: readonly ServiceDefinition[] | undefined;
  /** Default: the fake Graph server of the repository. */
  fake?: ServiceDefinition | undefined;
  /** How many processes of a service to run; default 1. The further ones are named `gateway-2`, `gateway-3`, … */
  instances?: Readonly<Record<string, number>> | undefined;
  /** Above the environment, for every service. */
  env?: NodeJS.ProcessEnv | undefined;
  /** Above all of that, for one service (`gateway`) or one process (`gateway-2`). */
  serviceEnv?: Readonly<Record<string, NodeJS.ProcessEnv>> | undefined;
  /** The last word on the environment of one process: how a test puts a proxy between it and what it talks to. */
  rewire?: ((process: string, env: NodeJS.ProcessEnv) => NodeJS.ProcessEnv) | undefined;
  /** KAFKA_TOPIC_PREFIX of the services, so that several stacks can share one Kafka. */
  topicPrefix?: string | undefined;
  /** Begins the names of databases and roles. Default: the topic prefix, else `mao`. */
  databasePrefix?: string | undefined;
  /** Superuser URL of a PostgreSQL that is used and left running. Default: DATABASE_URL. */
  postgresUrl?: string | undefined;
  /** Brokers that are used and left running. Default: KAFKA_BROKERS. */
  kafkaBrokers?: string | undefined;
  /** Which ways to PostgreSQL and Kafka may be tried. Default: given, docker, embedded. */
  sources?: readonly BackendSource[] | undefined;
  /** Makes the topics before the services start. Default: none, each service makes sure of its own. */
  createTopics?: ((brokers: string, topicPrefix: string | undefined) => Promise<void>) | undefined;
  /** Take any free port instead of trying the usual ones first. Default for a temporary stack. */
  usesRandomPorts?: boolean | undefined;
  /** Ends the start early; what was started by then is stopped again. */
  signal?: AbortSignal | undefined;
  /** Lines a person or a test log should see. */
  notice?: ((line: string) => void) | undefined;
};

export type Stack = {
  readonly dataDir: string;
  readonly gatewayUrl: string;
  readonly fakeUrl: string;
  readonly brokers: string;
  /** Connection string of each service's database. */
  readonly databases: Readonly<Record<string, string>>;
  readonly jwtSecret: string;
  readonly postgres: BackendHandle & { readonly url: string };
  readonly kafka: BackendHandle & { readonly brokers: string };
  readonly fake: ServiceHandle;
  /** Every service process by name (`gateway`, `gateway-2`, …). */
  readonly services: ReadonlyMap<string, ServiceHandle>;
  /** @throws Error for a name no process has. */
  service(name: string): ServiceHandle;
  /** The content of stack.json as of now. */
  describe(): StackFile;
  /** Stops everything in order: services, fake, Kafka, PostgreSQL. Safe to call twice. */
  stop(): Promise<void>;
};

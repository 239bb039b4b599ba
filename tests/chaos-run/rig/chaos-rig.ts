import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  type KafkaHandle,
  type PostgresHandle,
  SERVICES,
  type Stack,
  startKafka,
  startPostgres,
  startStack,
} from '@mao/local-stack';
import { type Link, openLink } from '../proxy/link.ts';
import { freePort } from './free-port.ts';

/** Two processes of each service, and every wire between any two processes leads through a link. */
export interface ChaosRig {
  readonly stack: Stack;
  readonly postgres: PostgresHandle;
  readonly kafka: KafkaHandle;
  /** By name. */
  readonly links: ReadonlyMap<string, Link>;
  /** The gateway processes as their callers reach them. */
  readonly gatewayUrls: readonly string[];
  /** The processes that are killed, by name. */
  readonly processes: readonly string[];
  stop(): Promise<void>;
}

const PER_SERVICE = 2;
const BACKENDS = ['postgres', 'kafka', 'graph'] as const;
type Backend = (typeof BACKENDS)[number];

const ENVIRONMENT = {
  LOG_LEVEL: 'warn',
  // Shorter than in real life by as much as the run is: an outage of seconds here is one of minutes there.
  RETRY_DELAY_SECONDS: '0.2',
  MAX_RETRIES: '8',
  RECONCILE_SETTLE_SECONDS: '0.9',
  RECONCILE_INTERVAL_MINUTES: '0.5',
  PUBLISH_SETTLE_SECONDS: '0.9',
  PUBLISH_POLL_SECONDS: '0.5',
};

/** Starts everything under `folder`. What a failed start leaves running is stopped again. */
export async function startChaosRig(folder: string, notice: (line: string) => void, signal: AbortSignal): Promise<ChaosRig> {
  const stops: (() => Promise<unknown>)[] = [];
  const stop = async () => {
    for (const step of stops.splice(0).toReversed()) await step();
  };
  try {
    return { ...(await start(folder, notice, signal, stops)), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function start(
  folder: string,
  notice: (line: string) => void,
  signal: AbortSignal,
  stops: (() => Promise<unknown>)[],
): Promise<Omit<ChaosRig, 'stop'>> {
  const processes = SERVICES.flatMap(({ name }) => [name, `${name}-2`]);
  const links = new Map<string, Link>();
  const open = async (name: string) => {
    const link = await openLink(name);
    links.set(name, link);
    stops.push(() => link.close());
    return link;
  };
  for (const process of processes) for (const backend of BACKENDS) await open(linkName(process, backend));
  const doors = await Promise.all(processes.map((process) => doorOf(requireLink(links, linkName(process, 'kafka')))));

  const logs = join(folder, 'logs');
  mkdirSync(logs, { recursive: true });
  const own = { sources: ['embedded'] as const, notice };
  const kafka = await startKafka({ ...own, logFile: join(logs, 'kafka.log'), doors });
  stops.push(() => kafka.stop());
  const postgres = await startPostgres({ ...own, logFile: join(logs, 'postgres.log') });
  stops.push(() => postgres.stop());

  const stack = await startStack({
    dataDir: folder,
    usesRandomPorts: true,
    postgresUrl: postgres.url,
    kafkaBrokers: kafka.brokers,
    sources: ['given'],
    instances: Object.fromEntries(SERVICES.map(({ name }) => [name, PER_SERVICE])),
    env: ENVIRONMENT,
    rewire: (process, env) => throughLinks(links, process, env),
    signal,
    notice,
  });
  stops.push(() => stack.stop());
  const gatewayUrls: string[] = [];
  for (const gateway of ['gateway', 'gateway-2']) {
    const link = await open(linkName('client', gateway));
    link.leadTo(stack.service(gateway).port);
    gatewayUrls.push(`http://127.0.0.1:${link.port}`);
  }
  return { stack, postgres, kafka, links, gatewayUrls, processes };
}

const linkName = (from: string, to: string): string => `${from} > ${to}`;

function requireLink(links: ReadonlyMap<string, Link>, name: string): Link {
  const link = links.get(name);
  if (link === undefined) throw new Error(`there is no link ${name}`);
  return link;
}

/** A listener of the broker for one process: a client goes where the broker's metadata sends it, so each is sent to its own link. */
async function doorOf(link: Link): Promise<{ port: number; advertisedPort: number }> {
  const port = await freePort();
  link.leadTo(port);
  return { port, advertisedPort: link.port };
}

function throughLinks(links: ReadonlyMap<string, Link>, process: string, env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const link = (backend: Backend) => requireLink(links, linkName(process, backend));
  const database = rewired(env['DATABASE_URL'], link('postgres'));
  const graph = rewired(env['GRAPH_API_BASE_URL'], link('graph'));
  return {
    ...env,
    DATABASE_URL: database,
    GRAPH_API_BASE_URL: graph.replace(/\/$/, ''),
    KAFKA_BROKERS: `127.0.0.1:${link('kafka').port}`,
  };
}

/** The same address, but the link's port; the link leads to where the address led. */
function rewired(address: string | undefined, link: Link): string {
  const url = new URL(address ?? '');
  link.leadTo(Number(url.port));
  url.port = String(link.port);
  return url.href;
}

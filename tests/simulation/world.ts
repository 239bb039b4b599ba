import { createFakeGraph } from '@mao/graph-api-fake';
import { createVirtualBroker, type VirtualBroker } from './broker/virtual-broker.ts';
import { createKernel, type Kernel } from './kernel/kernel.ts';
import { createParty, type Party } from './kernel/party.ts';
import { createNetwork, type Network } from './network/network.ts';
import type { RealConnections } from './postgres/real-connections.ts';
import { createVirtualDatabase, type VirtualDatabase } from './postgres/virtual-database.ts';

/** Everything the services are connected to, under one kernel. */
export interface World {
  readonly kernel: Kernel;
  /** Servers and wires: it never dies. */
  readonly nature: Party;
  readonly databases: ReadonlyMap<string, VirtualDatabase>;
  /** What is behind them. */
  readonly real: ReadonlyMap<string, RealConnections>;
  readonly network: Network;
  readonly broker: VirtualBroker;
  /** Errors that nobody caught in a process: bugs, although the process would be started again. */
  readonly panics: readonly string[];
  notePanic(process: string, error: unknown): void;
}

export function createWorld(seed: number, real: ReadonlyMap<string, RealConnections>, trace?: (line: string) => void): World {
  const kernel = createKernel(seed, trace);
  const nature = createParty('world', kernel.fail);
  const databases = new Map(
    [...real].map(([name, connections]) => [name, createVirtualDatabase({ kernel, name, real: connections, world: nature })]),
  );
  const network = createNetwork(kernel, nature);
  const fake = createFakeGraph({ seed, latencyMs: 5, reviewMs: 500 });
  network.serve('graph', createParty('graph', kernel.fail), fake.listener);
  const panics: string[] = [];
  return {
    kernel,
    nature,
    databases,
    real,
    network,
    broker: createVirtualBroker(kernel, nature),
    panics,
    notePanic: (process, error) => void panics.push(`${process}: ${error instanceof Error ? error.stack : String(error)}`),
  };
}

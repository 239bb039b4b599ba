import type { Host, Lifecycle } from '@mao/service-kit';
import { actAs, createParty, kill, type Party } from '../kernel/party.ts';
import { VirtualDispatcher } from '../network/virtual-dispatcher.ts';
import type { World } from '../world.ts';
import { type ServiceName, START } from './start-service.ts';

/** One process of a service: it can be started, killed and started again, any number of times. */
export interface VirtualProcess {
  readonly name: string;
  readonly service: ServiceName;
  /** Undefined while it does not run. */
  party(): Party | undefined;
  start(): void;
  kill(): void;
  /** As SIGTERM: it stops by itself, and is gone then. */
  stop(): void;
}

interface Part {
  readonly name: string;
  readonly stop: () => Promise<void>;
}

export interface ProcessSpec {
  readonly name: string;
  readonly service: ServiceName;
  /** It finds its partitions again when it is back. */
  readonly keepsSeat: boolean;
}

export function createProcess(world: World, { name, service, keepsSeat }: ProcessSpec): VirtualProcess {
  let running: Party | undefined;
  let parts: Part[] = [];
  let isStopping = false;

  const lifecycle: Lifecycle = {
    onStop: (part, stop) => void parts.push({ name: part, stop }),
    isStopping: () => isStopping,
  };

  function hostOf(party: Party): Host {
    return {
      createLifecycle: () => lifecycle,
      async startHttpServer(listener, port) {
        world.network.serve(name, party, listener);
        return { port, stop: async () => undefined };
      },
    };
  }

  function end(): void {
    if (running !== undefined) kill(running);
    running = undefined;
  }

  async function stopParts(): Promise<void> {
    isStopping = true;
    for (const part of parts.toReversed()) await part.stop();
    end();
  }

  return {
    name,
    service,
    party: () => running,
    start() {
      if (running !== undefined) return;
      parts = [];
      isStopping = false;
      const party = createParty(name, (error) => {
        // What nobody caught ends a process; a supervisor would start it again, but it is a bug all the same.
        world.notePanic(name, error);
        if (running === party) end();
      });
      running = party;
      const ports = {
        host: hostOf(party),
        broker: world.broker.connect(party, keepsSeat ? name : undefined),
        dispatcher: new VirtualDispatcher(world.network),
      };
      world.kernel.afterAt(party, 0, 'starts', () => void START[service](ports).catch(party.onUncaught));
    },
    kill: end,
    stop() {
      if (running !== undefined) actAs(running, () => void stopParts().catch(running?.onUncaught));
    },
  };
}

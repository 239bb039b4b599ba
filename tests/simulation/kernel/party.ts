import { AsyncLocalStorage } from 'node:async_hooks';
import type { Trap } from './trap.ts';

/** Whoever acts in the simulated world: one process of a service, the client, Meta. What it does happens only while it lives. */
export interface Party {
  readonly name: string;
  isAlive: boolean;
  /** Stopped in its tracks, as by SIGSTOP: what is due for it waits. */
  isFrozen: boolean;
  /** How far its wall clock is off. Its monotonic clock, and everybody else's, is not. */
  clockOffsetMs: number;
  trap: Trap | undefined;
  /** Runs when it dies; whatever it held at others has to go. */
  readonly onDeath: Set<() => void>;
  /** An error that nobody caught. */
  onUncaught(error: unknown): void;
}

const storage = new AsyncLocalStorage<Party>();

export const currentParty = (): Party | undefined => storage.getStore();

/** Everything that follows from `act`, however late, is done by this party. */
export const actAs = <T>(party: Party, act: () => T): T => storage.run(party, act);

export function createParty(name: string, onUncaught: (error: unknown) => void): Party {
  return { name, isAlive: true, isFrozen: false, clockOffsetMs: 0, trap: undefined, onDeath: new Set(), onUncaught };
}

/** From here on nothing that it has begun goes on. */
export function kill(party: Party): void {
  party.isAlive = false;
  for (const told of party.onDeath) told();
  party.onDeath.clear();
}

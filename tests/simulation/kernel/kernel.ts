import { AsyncLocalStorage } from 'node:async_hooks';
import { createHash } from 'node:crypto';
import { createRandom, type Random, subSeed } from '../../chaos-run/random.ts';
import { createAgenda, type Entry } from './agenda.ts';
import { actAs, currentParty, type Party } from './party.ts';

/** Of a seed: a calendar day of its own, in any season, and always the same. */
const FIRST_DAY = Date.UTC(2027, 0, 5, 9);
const DAY_MS = 86_400_000;
/** A world in which nothing is left to do has a bug; one that never comes to rest, too. */
const MOST_EVENTS = 2_000_000;

export interface Cancellable {
  cancel(): void;
}

/**
 * The one scheduler of a simulated world: virtual time, seeded chance, and one thing happening after the other. Nothing
 * runs beside it, so the same seed gives the same history, whatever the machine does.
 */
export interface Kernel {
  readonly seed: number;
  nowMs(): number;
  /** A source of chance of its own for each part, so that a change of one part leaves the others as they were. */
  chance(part: string): Random;
  /** Has `act` happen after virtual `ms`: for the current party, in the caller's asynchronous context. */
  after(ms: number, what: string, act: Entry['act']): Cancellable;
  /** The same for another party: nothing of the caller's context goes with it. */
  afterAt(party: Party, ms: number, what: string, act: Entry['act']): Cancellable;
  thaw(party: Party): void;
  /** Lets things happen until `isOver`. @throws Error when nothing is left to happen, or the first error of the world itself */
  run(isOver: () => boolean): Promise<void>;
  /** Notes a failure of the world itself (not of a simulated process); ends the run. */
  fail(error: unknown): void;
  events(): number;
  /** Of everything that has happened, in its order. */
  digest(): string;
}

const letSettle = globalThis.setImmediate;

export function createKernel(seed: number, trace?: (line: string) => void): Kernel {
  const agenda = createAgenda();
  const hash = createHash('sha256');
  const frozen = new Map<Party, Entry[]>();
  const startedAt = FIRST_DAY + seed * DAY_MS;
  const bare = AsyncLocalStorage.snapshot();
  let now = startedAt;
  let number = 0;
  let happened = 0;
  let failure: { error: unknown } | undefined;

  function add(party: Party, ms: number, what: string, act: Entry['act']): Cancellable {
    number += 1;
    const entry: Entry = { at: now + Math.max(0, ms), number, what, party, act, isCancelled: false };
    agenda.add(entry);
    return {
      cancel: () => {
        entry.isCancelled = true;
      },
    };
  }

  function requireParty(): Party {
    const party = currentParty();
    if (party === undefined) throw new Error('something acts that belongs to nobody');
    return party;
  }

  async function happen(entry: Entry): Promise<void> {
    now = Math.max(now, entry.at);
    happened += 1;
    const line = `${(now - startedAt).toFixed(3)} ${entry.party.name} ${entry.what}`;
    hash.update(line);
    trace?.(line);
    try {
      await entry.act();
    } catch (error) {
      entry.party.onUncaught(error);
    }
    // Everything that follows by itself (promises, streams) ends before the next thing happens.
    await settled();
  }

  async function step(): Promise<void> {
    const entry = agenda.next();
    if (entry === undefined) throw new Error('the world stands still: nothing is left to happen');
    if (happened > MOST_EVENTS) throw new Error('the world does not come to rest');
    if (entry.isCancelled || !entry.party.isAlive) return;
    if (entry.party.isFrozen) frozen.set(entry.party, [...(frozen.get(entry.party) ?? []), entry]);
    else await happen(entry);
  }

  return {
    seed,
    nowMs: () => now,
    chance: (part) => createRandom(subSeed(seed, part)),
    after(ms, what, act) {
      const inContext = AsyncLocalStorage.snapshot();
      return add(requireParty(), ms, what, () => inContext(act));
    },
    afterAt: (party, ms, what, act) => add(party, ms, what, () => bare(() => actAs(party, act))),
    thaw(party) {
      party.isFrozen = false;
      for (const entry of frozen.get(party) ?? []) if (!entry.isCancelled) agenda.add(entry);
      frozen.delete(party);
    },
    async run(isOver) {
      await settled();
      while (!isOver()) {
        await step();
        if (failure !== undefined) throw failure.error;
      }
    },
    fail(error) {
      failure ??= { error };
    },
    events: () => happened,
    digest: () => hash.copy().digest('hex').slice(0, 16),
  };
}

/** Two turns: what a turn of the event loop begins may end in the next. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 2; turn += 1) await new Promise<void>((resolve) => void letSettle(resolve));
}

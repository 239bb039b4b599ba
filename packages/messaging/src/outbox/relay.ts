import { backoffMs, errorMessage, type Logger, sleep } from '@mao/service-kit';
import type { EntityManager } from '@mikro-orm/postgresql';
import { createBell } from '../bell.ts';
import { faultPoint } from '../fault-points.ts';
import type { EventPublisher } from '../ports.ts';
import { type Claimed, claimBatch, markPublished } from './claim.ts';
import { releaseLeases, upkeepLeases } from './lease.ts';

/** Safety net for lost wake-ups; also what an idle relay costs: one claim per poll and one upkeep every two. */
const POLL_MS = 900;
const UPKEEP_MS = 2_000;
/** A stop has ten seconds for everything. */
const STOP_PATIENCE_MS = 5_000;
const FAILURE_BACKOFF = { baseMs: 200, maxMs: 5_000 };

export interface Relay {
  /** New rows in this shard. Cheap; any number of calls before the next claim cost one claim. */
  wake(shard: number): void;
  ownsShard(shard: number): boolean;
  /** Why nothing is being published, if so. */
  problem(): string | undefined;
  /** Finishes the send in flight, marks it, gives the shards back. */
  stop(): Promise<void>;
}

export interface RelayOptions {
  /** A name of its own for every relay, ever. */
  readonly owner: string;
  readonly em: () => EntityManager;
  readonly publisher: EventPublisher;
  readonly logger: Logger;
  readonly onPublished?: (count: number) => void;
  /** The database session whose end shows that this relay is gone; null while it has none. */
  readonly backendPid?: () => number | null;
  readonly pollMs?: number;
}

/**
 * Moves rows from the outbox to the broker: claim, send, mark, with no transaction open during the send. One loop and one
 * send in flight, so the rows of a key leave in their order; what piles up during a send goes out with the next one.
 */
export function startRelay(options: RelayOptions): Relay {
  const stopping = new AbortController();
  const bell = createBell();
  let shards: ReadonlySet<number> = new Set();
  let upkeepDueAt = 0;
  let failures = 0;
  let problem: string | undefined = 'starting';

  async function keepLeases(): Promise<void> {
    if (performance.now() < upkeepDueAt) return;
    shards = await upkeepLeases(options.em(), options.owner, options.backendPid?.() ?? null);
    upkeepDueAt = performance.now() + UPKEEP_MS;
  }

  async function forward(claimed: readonly Claimed[]): Promise<void> {
    faultPoint('after-claim');
    await options.publisher.publish(claimed.map((row) => row.message));
    faultPoint('after-ack-before-mark');
    const marked = await markPublished(options.em(), options.owner, claimed);
    faultPoint('after-mark-before-release');
    options.onPublished?.(marked);
    if (marked < claimed.length)
      options.logger.warn({ claimed: claimed.length, marked }, 'lost shards during a send; their rows go out again');
  }

  /** @returns whether there is more to do right now: what is committed during a turn rings */
  async function turn(): Promise<boolean> {
    await keepLeases();
    if (shards.size === 0) return false;
    const { claimed, isCut } = await claimBatch(options.em(), options.owner);
    if (claimed.length > 0) await forward(claimed);
    return isCut;
  }

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      try {
        bell.reset();
        const hasMore = await turn();
        failures = 0;
        problem = undefined;
        if (!hasMore) await bell.rung(options.pollMs ?? POLL_MS);
      } catch (error) {
        failures += 1;
        problem = errorMessage(error);
        options.logger.warn({ reason: problem, failures }, 'relay could not publish; it tries again');
        await sleep(backoffMs(FAILURE_BACKOFF, failures, Math.random()), stopping.signal);
      }
    }
  }

  const running = run();
  return {
    wake(shard) {
      if (shards.has(shard)) bell.ring();
    },
    ownsShard: (shard) => shards.has(shard),
    problem: () => problem,
    async stop() {
      stopping.abort();
      bell.ring();
      const patience = new AbortController();
      const impatient = sleep(STOP_PATIENCE_MS, patience.signal).then(() => false);
      const hasEnded = await Promise.race([running.then(() => true), impatient]);
      patience.abort();
      // With a send still in flight the shards stay ours until the lease ends, or its rows could be overtaken.
      if (!hasEnded) return options.logger.warn('a send did not end in time; the relay leases expire by themselves');
      await releaseLeases(options.em(), options.owner).catch((error: unknown) =>
        options.logger.warn({ reason: errorMessage(error) }, 'could not release the relay leases; they expire'),
      );
    },
  };
}

import type { IncomingBatch, IncomingMessage } from '../ports.ts';

/** Runs a task later. A simulation passes its own, seeded one, and thereby decides every interleaving. */
export type Scheduler = (task: () => void) => void;

type OnBatch = (batch: IncomingBatch) => Promise<void>;
export type PartitionLog = IncomingMessage[];

const MAX_BATCH = 50;

interface Reader {
  wake(): void;
  revoke(): Promise<void>;
}

export interface Member {
  readonly topics: readonly string[];
  readonly onBatch: OnBatch;
  readonly readers: Set<Reader>;
}

/** A consumer group: members, committed offsets, and who reads what. */
export interface MemoryGroup {
  /** Resolves once the new member has its partitions. */
  join(topics: readonly string[], onBatch: OnBatch): { readonly member: Member; readonly joined: Promise<void> };
  leave(member: Member): Promise<void>;
  rebalance(): Promise<void>;
  wake(): void;
  committed(place: string): bigint | undefined;
}

export function createMemoryGroup(logsOf: (topic: string) => readonly PartitionLog[], schedule: Scheduler): MemoryGroup {
  const committed = new Map<string, bigint>();
  let members: Member[] = [];
  let assigning = Promise.resolve();

  /** Round robin over the members, after every reader of the old generation has let go. */
  async function handOut(): Promise<void> {
    await Promise.all(members.flatMap((member) => [...member.readers].map((reader) => reader.revoke())));
    const topics = [...new Set(members.flatMap((member) => member.topics))];
    const places = topics.flatMap((topic) => logsOf(topic).map((log, partition) => ({ topic, partition, log })));
    for (const [index, place] of places.entries()) {
      const member = members[index % members.length];
      if (member) member.readers.add(startReader(place, member, committed, schedule));
    }
  }

  /** Rebalances happen one after the other. */
  function rebalance(): Promise<void> {
    assigning = assigning.then(handOut);
    return assigning;
  }

  return {
    join(topics, onBatch) {
      const member: Member = { topics, onBatch, readers: new Set() };
      members.push(member);
      return { member, joined: rebalance() };
    },
    async leave(member) {
      await assigning;
      await Promise.all([...member.readers].map((reader) => reader.revoke()));
      members = members.filter((other) => other !== member);
      await rebalance();
    },
    rebalance,
    wake() {
      for (const reader of members.flatMap((member) => [...member.readers])) schedule(reader.wake);
    },
    committed: (place) => committed.get(place),
  };
}

function startReader(
  place: { topic: string; partition: number; log: PartitionLog },
  member: Member,
  committed: Map<string, bigint>,
  schedule: Scheduler,
): Reader {
  const { topic, partition, log } = place;
  const name = `${topic}:${partition}`;
  const revoked = new AbortController();
  let position = committed.get(name) ?? 0n;
  let running: Promise<void> | undefined;

  function deliver(): Promise<void> {
    return member.onBatch({
      topic,
      partition,
      messages: log.slice(Number(position), Number(position) + MAX_BATCH),
      highWatermark: BigInt(log.length),
      signal: revoked.signal,
      resolve(offset) {
        position = offset + 1n;
        committed.set(name, position);
      },
    });
  }

  const reader: Reader = {
    wake() {
      if (running || revoked.signal.aborted || position >= BigInt(log.length)) return;
      // An error ends the batch, as a crash of the real consumer does; what it did not resolve comes again.
      running = deliver()
        .catch(() => undefined)
        .finally(() => {
          running = undefined;
          schedule(reader.wake);
        });
    },
    async revoke() {
      revoked.abort();
      member.readers.delete(reader);
      await running;
    },
  };
  schedule(reader.wake);
  return reader;
}

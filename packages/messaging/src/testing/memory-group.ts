import type { IncomingBatch, IncomingMessage } from '../ports.ts';

/** Runs a task later. A simulation passes its own, seeded one, and thereby decides every interleaving. */
export type Scheduler = (task: () => void) => void;

type OnBatch = (batch: IncomingBatch) => Promise<void>;
export type PartitionLog = IncomingMessage[];

const MAX_BATCH = 50;

interface Place {
  readonly topic: string;
  readonly partition: number;
  readonly log: PartitionLog;
}

interface Reader {
  readonly place: Place;
  /** There may be something new: looks, later. */
  call(): void;
  /** Resolves once the batch under way has ended, or its member is given up. */
  revoke(): Promise<void>;
  /** Waits for nothing; whatever the member still resolves counts no more. */
  abandon(): void;
}

export interface Member {
  readonly topics: readonly string[];
  /** One who joins under a name that is taken gets the partitions of that member, and nobody else stops (KIP-345). */
  readonly seat?: string | undefined;
  readonly onBatch: OnBatch;
  readonly schedule: Scheduler;
  readonly readers: Set<Reader>;
}

/** A consumer group: members, committed offsets, and who reads what. */
export interface MemoryGroup {
  /** Resolves once the new member has its partitions. */
  join(member: Omit<Member, 'readers'>): { readonly member: Member; readonly joined: Promise<void> };
  leave(member: Member): Promise<void>;
  /** What the broker does to a member that it has not heard of for too long. */
  expel(member: Member): Promise<void>;
  rebalance(): Promise<void>;
  wake(): void;
  committed(place: string): bigint | undefined;
}

export function createMemoryGroup(logsOf: (topic: string) => readonly PartitionLog[]): MemoryGroup {
  const committed = new Map<string, bigint>();
  let members: Member[] = [];
  let assigning = Promise.resolve();

  function allPlaces(): Place[] {
    const topics = [...new Set(members.flatMap((member) => member.topics))];
    return topics.flatMap((topic) => logsOf(topic).map((log, partition) => ({ topic, partition, log })));
  }

  /** Round robin over the members, after every reader of the old generation has let go. */
  async function handOut(): Promise<void> {
    await Promise.all(members.flatMap((member) => [...member.readers].map((reader) => reader.revoke())));
    for (const [index, place] of allPlaces().entries()) {
      const member = members[index % members.length];
      if (member) member.readers.add(startReader(place, member, committed));
    }
  }

  /** Rebalances happen one after the other. */
  function rebalance(): Promise<void> {
    assigning = assigning.then(handOut);
    return assigning;
  }

  /** What nobody reads any more. Nothing, if all places were dealt out meanwhile. */
  function takeOver(member: Member): Promise<void> {
    assigning = assigning.then(() => {
      if (!members.includes(member)) return;
      const taken = new Set(members.flatMap(({ readers }) => [...readers].map(({ place }) => place.log)));
      for (const place of allPlaces().filter(({ log }) => !taken.has(log)))
        member.readers.add(startReader(place, member, committed));
    });
    return assigning;
  }

  return {
    join(joining) {
      const member: Member = { ...joining, readers: new Set() };
      const before = members.find(({ seat }) => seat !== undefined && seat === member.seat);
      if (before === undefined) {
        members.push(member);
        return { member, joined: rebalance() };
      }
      members = members.map((other) => (other === before ? member : other));
      for (const reader of before.readers) reader.abandon();
      return { member, joined: takeOver(member) };
    },
    async leave(member) {
      await assigning;
      await Promise.all([...member.readers].map((reader) => reader.revoke()));
      members = members.filter((other) => other !== member);
      await rebalance();
    },
    async expel(member) {
      if (!members.includes(member)) return;
      members = members.filter((other) => other !== member);
      for (const reader of member.readers) reader.abandon();
      await rebalance();
    },
    rebalance,
    wake() {
      for (const member of members) for (const reader of member.readers) reader.call();
    },
    committed: (place) => committed.get(place),
  };
}

function startReader(place: Place, member: Member, committed: Map<string, bigint>): Reader {
  const { topic, partition, log } = place;
  const name = `${topic}:${partition}`;
  const revoked = new AbortController();
  const { promise: abandoned, resolve: abandon } = Promise.withResolvers<void>();
  let isAbandoned = false;
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
        if (isAbandoned) return;
        position = offset + 1n;
        committed.set(name, position);
      },
    });
  }

  const hasWork = (): boolean => !running && !revoked.signal.aborted && position < BigInt(log.length);

  function call(): void {
    if (hasWork()) member.schedule(read);
  }

  function read(): void {
    if (!hasWork()) return;
    // An error ends the batch, as a crash of the real consumer does; what it did not resolve comes again.
    running = deliver()
      .catch(() => undefined)
      .finally(() => {
        running = undefined;
        call();
      });
  }

  const reader: Reader = {
    place,
    call,
    async revoke() {
      revoked.abort();
      await Promise.race([running, abandoned]);
      member.readers.delete(reader);
    },
    abandon() {
      isAbandoned = true;
      revoked.abort();
      member.readers.delete(reader);
      abandon();
    },
  };
  call();
  return reader;
}

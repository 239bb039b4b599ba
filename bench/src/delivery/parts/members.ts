import type { ServiceProcess } from '../stage/service-process.ts';

const PAUSE_MS = { least: 1_000, most: 6_000 };
/** A member that is killed keeps its partitions for its session time-out, so more of them leave in order. */
const KILLED_SHARE = 0.25;

export interface Step {
  readonly afterMs: number;
  readonly slot: number;
  readonly isKill: boolean;
}

/** What happens next, and when: the same for the same random numbers. */
export function nextStep(random: () => number, slots: number): Step {
  const afterMs = PAUSE_MS.least + random() * (PAUSE_MS.most - PAUSE_MS.least);
  return { afterMs, slot: Math.floor(random() * slots), isKill: random() < KILLED_SHARE };
}

export interface Members {
  join(slot: number): void;
  /** Turns a slot over: an empty one is filled, a member goes. The last one stays. @returns what was done */
  change(step: Pick<Step, 'slot' | 'isKill'>): 'joined' | 'left' | 'killed' | undefined;
  /** Those that are there have started. */
  ready(): Promise<void>;
  leaveAll(): Promise<void>;
}

type Member = Pick<ServiceProcess, 'ended' | 'isRunning' | 'ready' | 'kill' | 'stop'>;

/** Slots that a member is in, or none, or one that is just leaving. */
export function createMembers(slots: number, start: () => Member): Members {
  const present = new Map<number, Member>();
  const leaving = new Map<number, Member>();

  function go(slot: number, member: Member, isKill: boolean): void {
    present.delete(slot);
    leaving.set(slot, member);
    void (isKill ? member.kill() : member.stop()).then(() => leaving.delete(slot));
  }

  const join = (slot: number) => void present.set(slot, start());
  return {
    join,
    change({ slot, isKill }) {
      if (slot >= slots || leaving.has(slot)) return undefined;
      const member = present.get(slot);
      if (member === undefined) {
        join(slot);
        return 'joined';
      }
      if (present.size === 1) return undefined;
      go(slot, member, isKill);
      return isKill ? 'killed' : 'left';
    },
    async ready() {
      await Promise.all([...present.values()].map((member) => member.ready()));
    },
    async leaveAll() {
      await Promise.all([...present.values()].map((member) => member.stop()));
      await Promise.all([...leaving.values()].map((member) => member.ended));
      present.clear();
    },
  };
}

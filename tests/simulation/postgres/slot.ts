import type { Session } from './session.ts';

/** Behind all sessions of a simulated database there is one real transaction: whoever has the slot has it. */
export interface Slot {
  holder(): Session | undefined;
  /** False when another session has it. */
  take(session: Session): boolean;
  /** Whether the transaction of its holder has begun, see `begin()`. */
  hasBegun(): boolean;
  begin(): void;
  /** Nothing happens when this session does not have it. */
  release(session: Session): void;
  /** Resolves when it is released the next time. */
  freed(): Promise<void>;
}

export function createSlot(): Slot {
  let holder: Session | undefined;
  let waiting: (() => void)[] = [];
  let hasBegun = false;
  return {
    holder: () => holder,
    take(session) {
      holder ??= session;
      return holder === session;
    },
    hasBegun: () => hasBegun,
    begin() {
      hasBegun = true;
    },
    release(session) {
      if (holder !== session) return;
      holder = undefined;
      hasBegun = false;
      const next = waiting;
      waiting = [];
      for (const retry of next) retry();
    },
    freed: () => new Promise((resolve) => waiting.push(resolve)),
  };
}

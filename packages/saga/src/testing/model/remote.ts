import assert from 'node:assert/strict';

/** A call that has left its worker and has not reached the remote side yet. It may still land after its worker is gone. */
interface InTransit {
  readonly step: string;
}

/**
 * The remote side of the model: objects by step, with a record of what was made and removed. It is strict: a second object for
 * a step, or an object removed out of order, fails the run on the spot.
 */
export interface Remote {
  readonly inTransit: InTransit[];
  send(step: string): InTransit;
  /** Lands a call that is on its way; nothing happens if it was lost or has landed. */
  land(call: InTransit): void;
  /** An effect without a way: an idempotent write that repeating does not change. */
  put(step: string): void;
  remove(step: string): void;
  has(step: string): boolean;
  /** A look must not say "absent" while a call may still land: that is what the settle delay is for. */
  isSettled(step: string): boolean;
  readonly live: ReadonlySet<string>;
  readonly made: number;
  readonly removed: number;
}

export function createRemote(order: readonly string[]): Remote {
  const live = new Set<string>();
  const inTransit: InTransit[] = [];
  let made = 0;
  let removed = 0;
  return {
    inTransit,
    live,
    send(step) {
      const call = { step };
      inTransit.push(call);
      return call;
    },
    land(call) {
      const at = inTransit.indexOf(call);
      if (at < 0) return;
      inTransit.splice(at, 1);
      assert.ok(!live.has(call.step), `a second object for ${call.step}`);
      live.add(call.step);
      made += 1;
    },
    put(step) {
      if (!live.has(step)) made += 1;
      live.add(step);
    },
    remove(step) {
      const later = order.slice(order.indexOf(step) + 1).filter((name) => live.has(name));
      assert.deepEqual(later, [], `${step} was removed before what was built on it`);
      if (live.delete(step)) removed += 1;
    },
    has: (step) => live.has(step),
    isSettled: (step) => !inTransit.some((call) => call.step === step),
    get made() {
      return made;
    },
    get removed() {
      return removed;
    },
  };
}

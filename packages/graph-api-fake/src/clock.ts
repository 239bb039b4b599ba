/** The fake's time: real time plus an offset that the control interface moves. It always ticks. */
export interface VirtualClock {
  nowMs(): number;
  advance(ms: number): void;
  set(atMs: number): void;
  followReal(): void;
  followsReal(): boolean;
  /** For saving and loading state. */
  offsetMs(): number;
  /** Tells the listener of every move; whoever waits for a virtual time plans anew. */
  onMove(listener: () => void): void;
}

export function createClock(realNowMs: () => number = Date.now): VirtualClock {
  let offsetMs = 0;
  const listeners: (() => void)[] = [];
  const move = (nextOffsetMs: number): void => {
    offsetMs = nextOffsetMs;
    for (const listener of listeners) listener();
  };
  return {
    nowMs: () => realNowMs() + offsetMs,
    advance: (ms) => move(offsetMs + ms),
    set: (atMs) => move(atMs - realNowMs()),
    followReal: () => move(0),
    followsReal: () => offsetMs === 0,
    offsetMs: () => offsetMs,
    onMove: (listener) => void listeners.push(listener),
  };
}

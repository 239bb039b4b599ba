/** The fake's time: real time plus an offset that the control interface moves. It always ticks. */
export interface VirtualClock {
  nowMs(): number;
  advance(ms: number): void;
  set(atMs: number): void;
  followReal(): void;
  followsReal(): boolean;
  /** For saving and loading state. */
  offsetMs(): number;
}

export function createClock(realNowMs: () => number = Date.now): VirtualClock {
  let offsetMs = 0;
  return {
    nowMs: () => realNowMs() + offsetMs,
    advance: (ms) => {
      offsetMs += ms;
    },
    set: (atMs) => {
      offsetMs = atMs - realNowMs();
    },
    followReal: () => {
      offsetMs = 0;
    },
    followsReal: () => offsetMs === 0,
    offsetMs: () => offsetMs,
  };
}

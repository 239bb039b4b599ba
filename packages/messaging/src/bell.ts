/** Wakes one waiting loop. A ring between `reset` and `rung` is not lost; many rings wake once. */
export interface Bell {
  reset(): void;
  ring(): void;
  /** Resolves at the next ring, or after the time-out. */
  rung(timeoutMs: number): Promise<void>;
}

export function createBell(): Bell {
  let isRung = false;
  let answer: (() => void) | undefined;
  return {
    reset() {
      isRung = false;
    },
    ring() {
      isRung = true;
      answer?.();
    },
    async rung(timeoutMs) {
      if (isRung) return;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, timeoutMs);
        answer = () => {
          clearTimeout(timer);
          resolve();
        };
      });
      answer = undefined;
    },
  };
}

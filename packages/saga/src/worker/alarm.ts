/** A sleep that can be cut short, also before it has begun. */
export interface Alarm {
  /** Sleeps for `ms` unless rung. */
  sleep(ms: number): Promise<void>;
  /** Ends the sleep now, or the next one at once. */
  ring(): void;
  /** Ends the sleep after `ms` if it would last longer. */
  ringIn(ms: number): void;
}

export function createAlarm(): Alarm {
  let isRung = false;
  let wakeUp: (() => void) | undefined;
  let timer: NodeJS.Timeout | undefined;
  let endsAt = Number.POSITIVE_INFINITY;

  function set(ms: number): void {
    clearTimeout(timer);
    endsAt = performance.now() + ms;
    timer = setTimeout(() => wakeUp?.(), ms);
  }

  return {
    async sleep(ms) {
      if (!isRung) {
        await new Promise<void>((resolve) => {
          wakeUp = resolve;
          set(Math.min(ms, Math.max(0, endsAt - performance.now())));
        });
      }
      clearTimeout(timer);
      wakeUp = undefined;
      isRung = false;
      endsAt = Number.POSITIVE_INFINITY;
    },
    ring() {
      isRung = true;
      wakeUp?.();
    },
    ringIn(ms) {
      if (performance.now() + ms >= endsAt) return;
      if (wakeUp) set(Math.max(0, ms));
      else endsAt = performance.now() + Math.max(0, ms);
    },
  };
}

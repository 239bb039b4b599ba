/** The database's time between two statements: its last answer plus what a monotonic clock has counted since. */
export interface DatabaseClock {
  observe(epochMs: number): void;
  now(): number;
}

/**
 * The host's wall clock is never read: a node whose clock is minutes off, or is set while it works, decides no deadline
 * differently (M23).
 */
export function createDatabaseClock(): DatabaseClock {
  let offsetMs = Number.NaN;
  return {
    observe: (epochMs) => {
      offsetMs = epochMs - performance.now();
    },
    now() {
      if (Number.isNaN(offsetMs)) throw new Error('the database has not been asked for its time yet');
      return offsetMs + performance.now();
    },
  };
}

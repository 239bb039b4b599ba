/** Whether a change may be made, and when the next one may. */
export type ChangeSlot = { readonly granted: true } | { readonly granted: false; readonly nextAtMs: number };

/** The budget changes of ad sets. Must be atomic per ad set; kept in a database it also holds across restarts and processes. */
export interface BudgetChangeLedger {
  reserve(adSetId: string, nowMs: number): Promise<ChangeSlot>;
}

/** Meta allows four changes of one ad set's budget within an hour (613/1487632). */
export const CHANGES_PER_HOUR = 4;
export const HOUR_MS = 3_600_000;

/** Decides on one more change after those at `timesMs`. A change Meta refuses may count too, so it counts when it is tried. */
export function reserveChange(
  timesMs: readonly number[],
  nowMs: number,
): { readonly slot: ChangeSlot; readonly timesMs: readonly number[] } {
  const recent = timesMs.filter((atMs) => atMs + HOUR_MS > nowMs).sort((a, b) => a - b);
  const oldest = recent.at(-CHANGES_PER_HOUR);
  if (oldest !== undefined) return { slot: { granted: false, nextAtMs: oldest + HOUR_MS }, timesMs: recent };
  return { slot: { granted: true }, timesMs: [...recent, nowMs] };
}

/** A ledger that forgets with the process. */
export function createMemoryChangeLedger(): BudgetChangeLedger {
  const changes = new Map<string, readonly number[]>();
  return {
    async reserve(adSetId, nowMs) {
      const { slot, timesMs } = reserveChange(changes.get(adSetId) ?? [], nowMs);
      changes.set(adSetId, timesMs);
      return slot;
    },
  };
}

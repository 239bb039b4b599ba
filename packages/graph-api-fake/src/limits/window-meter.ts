/** Sums points over a sliding window; each point counts for exactly the window's length, give or take one slot. */
export interface WindowMeter {
  add(nowMs: number, points: number): void;
  sum(nowMs: number): number;
}

// 300 s in slots of half a second. A slot leaves with its first point, so the meter errs on the caller's side.
const SLOTS = 600;

export function createWindowMeter(windowMs: number): WindowMeter {
  const slotMs = windowMs / SLOTS;
  const slots = new Float64Array(SLOTS);
  let newest = Number.NEGATIVE_INFINITY;
  let total = 0;

  const moveTo = (nowMs: number): void => {
    const slot = Math.floor(nowMs / slotMs);
    // A clock set back keeps what was counted.
    if (slot <= newest) return;
    if (slot - newest >= SLOTS) {
      slots.fill(0);
      total = 0;
    } else {
      for (let passed = newest + 1; passed <= slot; passed += 1) {
        total -= slots[passed % SLOTS] ?? 0;
        slots[passed % SLOTS] = 0;
      }
    }
    newest = slot;
  };

  return {
    add: (nowMs, points) => {
      moveTo(nowMs);
      slots[newest % SLOTS] = (slots[newest % SLOTS] ?? 0) + points;
      total += points;
    },
    sum: (nowMs) => {
      moveTo(nowMs);
      return total;
    },
  };
}

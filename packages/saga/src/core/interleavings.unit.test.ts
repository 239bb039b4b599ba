import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { modelPlan } from '../testing/model/model-saga.ts';
import type { Draw } from '../testing/model/sim.ts';
import { createWorld } from '../testing/model/world.ts';

const RUNS = 10_000;

function drawFrom(bytes: Uint8Array): { draw: Draw; isEmpty: () => boolean } {
  let at = 0;
  return { draw: (bound) => (bytes[at++] ?? 0) % bound, isEmpty: () => at >= bytes.length };
}

test('M25: whatever interleaves (outcomes, duplicates, late effects, crashes, expired leases, time-outs, requests), the effects balance', () => {
  const ends = new Map<string, number>();
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200, size: 'max' }), (bytes) => {
      const world = createWorld(modelPlan);
      const { draw, isEmpty } = drawFrom(bytes);
      while (!isEmpty()) world.move(draw);
      const { status } = world.settle();
      ends.set(status, (ends.get(status) ?? 0) + 1);
    }),
    { numRuns: RUNS },
  );
  // A model that never gets anywhere would prove nothing.
  for (const status of ['completed', 'compensated', 'cancelled', 'needs_attention'])
    expect(ends.get(status)).toBeGreaterThan(RUNS / 100);
}, 60_000);

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createWindowMeter } from './window-meter.ts';

describe('sliding window', () => {
  it('never counts more than the window holds, nor less than the window without its oldest slot', () => {
    const steps = fc.array(fc.record({ afterMs: fc.integer({ min: 0, max: 4000 }), points: fc.integer({ min: 1, max: 3 }) }), {
      maxLength: 200,
    });
    fc.assert(
      fc.property(steps, (calls) => {
        const windowMs = 6000;
        const meter = createWindowMeter(windowMs);
        const seen: { atMs: number; points: number }[] = [];
        let nowMs = 1_000_000;
        for (const { afterMs, points } of calls) {
          nowMs += afterMs;
          meter.add(nowMs, points);
          seen.push({ atMs: nowMs, points });
          const sumSince = (sinceMs: number): number =>
            seen.reduce((sum, call) => (call.atMs > sinceMs ? sum + call.points : sum), 0);
          expect(meter.sum(nowMs)).toBeLessThanOrEqual(sumSince(nowMs - windowMs));
          expect(meter.sum(nowMs)).toBeGreaterThanOrEqual(sumSince(nowMs - windowMs + windowMs / 600));
        }
      }),
    );
  });

  it('keeps what it counted when the clock is set back', () => {
    const meter = createWindowMeter(1000);
    meter.add(10_000, 5);
    expect(meter.sum(5000)).toBe(5);
    expect(meter.sum(12_000)).toBe(0);
  });
});

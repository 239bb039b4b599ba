import { expect, test } from '@jest/globals';
import { continueTrace, currentTrace, isTraceparent, runWithTrace } from './trace-context.ts';

const INCOMING = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

test("continues the caller's trace with a span of its own, or begins a new one", () => {
  const next = continueTrace(INCOMING);
  expect(next.slice(0, 36)).toBe(INCOMING.slice(0, 36));
  expect(next).not.toBe(INCOMING);
  expect(isTraceparent(next)).toBe(true);
  for (const bad of [undefined, '', 'garbage', `00-${'0'.repeat(32)}-b7ad6b7169203331-01`]) {
    expect(isTraceparent(continueTrace(bad))).toBe(true);
    expect(continueTrace(bad)).not.toBe(bad);
  }
});

test('follows the work through awaits and not beyond', async () => {
  await runWithTrace({ correlationId: 'c' }, async () => {
    await Promise.resolve();
    expect(currentTrace()).toEqual({ correlationId: 'c' });
  });
  expect(currentTrace()).toEqual({});
});

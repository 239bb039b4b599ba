import { expect, test } from '@jest/globals';
import { waitFor } from './wait-for.ts';

test('returns the first answer that is one', async () => {
  const answers = [undefined, false, 0] as const;
  let asked = 0;
  expect(await waitFor(async () => answers[asked++], { what: 'an answer', timeoutMs: 1_000, intervalMs: 1 })).toBe(0);
});

test('a missed deadline says what was awaited', async () => {
  const wait = waitFor(async () => false, { what: 'rain', timeoutMs: 5, intervalMs: 1 });
  await expect(wait).rejects.toMatchObject({ code: 'deadline-passed', message: expect.stringContaining('rain') });
});

test('an error of the condition ends the wait', async () => {
  await expect(waitFor(() => Promise.reject(new Error('broken')), { what: 'x', timeoutMs: 1_000 })).rejects.toThrow('broken');
});

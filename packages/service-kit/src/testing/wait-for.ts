import { setTimeout as delay } from 'node:timers/promises';

/**
 * Waits until `condition` gives something other than undefined, null or false, and returns it.
 * An error inside the condition counts as "not yet" and is shown when the time runs out.
 */
export async function waitFor<T>(
  what: string,
  condition: () => T | Promise<T>,
  options: { timeoutMs?: number; everyMs?: number } = {},
): Promise<NonNullable<Exclude<T, false>>> {
  const deadline = Date.now() + (options.timeoutMs ?? 15_000);
  let last: unknown;
  while (Date.now() < deadline) {
    try {
      const value = await condition();
      if (value !== undefined && value !== null && value !== false) return value as NonNullable<Exclude<T, false>>;
      last = value;
    } catch (error) {
      last = error;
    }
    await delay(options.everyMs ?? 25);
  }
  throw new Error(`waited in vain for: ${what}; last seen: ${last instanceof Error ? last.message : JSON.stringify(last)}`);
}

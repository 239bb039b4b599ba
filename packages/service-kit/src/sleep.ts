import { setTimeout as delay } from 'node:timers/promises';

/** Waits, or returns early (without throwing) once the signal aborts. Loops check the signal themselves. */
export async function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  try {
    await delay(ms, undefined, signal ? { signal } : {});
  } catch (error) {
    if (!signal?.aborted) throw error;
  }
}

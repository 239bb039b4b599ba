import { setTimeout as delay } from 'node:timers/promises';
import { StackError } from './stack-error.ts';

type Wait = {
  /** What is awaited, for the message of a missed deadline. */
  what: string;
  timeoutMs: number;
  intervalMs?: number;
};

const DEFAULT_INTERVAL_MS = 50;

/**
 * Asks again and again until the answer is neither `false` nor `undefined`, and returns that answer.
 * An error thrown by the condition ends the wait.
 * @throws StackError `deadline-passed` naming what was awaited.
 */
export async function waitFor<T>(condition: () => Promise<T | false | undefined>, wait: Wait): Promise<T> {
  const deadlineAt = Date.now() + wait.timeoutMs;
  for (;;) {
    const answer = await condition();
    if (answer !== false && answer !== undefined) return answer;
    if (Date.now() >= deadlineAt) {
      throw new StackError('deadline-passed', `Waited ${wait.timeoutMs / 1000} s for ${wait.what}, in vain.`);
    }
    await delay(wait.intervalMs ?? DEFAULT_INTERVAL_MS);
  }
}

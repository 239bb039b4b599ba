import { setTimeout as delay } from 'node:timers/promises';
import { StackError } from '../stack-error.ts';
import type { StackOptions } from './options.ts';
import { startScreen } from './screen.ts';
import { startStack } from './start-stack.ts';

const FOREVER_MS = 2 ** 31 - 1;

/**
 * Runs a stack until SIGINT (Ctrl-C), SIGTERM or SIGHUP, then stops it in order. Returns the exit code of the process.
 * A second signal ends the process at once; the watchdog then stops what is left.
 */
export async function runStack(options: StackOptions): Promise<number> {
  const interrupted = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (interrupted.signal.aborted) process.exit(1);
      console.log('\nStopping …');
      interrupted.abort();
    });
  }
  try {
    const startedAt = Date.now();
    const stack = await startStack({ ...options, signal: interrupted.signal, notice: (line) => console.log(`  ${line}`) });
    console.log(startScreen(stack, (Date.now() - startedAt) / 1000));
    await delay(FOREVER_MS, undefined, { signal: interrupted.signal }).catch(() => undefined);
    await stack.stop();
  } catch (error) {
    if (!interrupted.signal.aborted) {
      console.error(`\n${error instanceof StackError ? error.message : error instanceof Error ? error.stack : String(error)}`);
      return 1;
    }
  }
  console.log('Stopped. The data is kept.');
  return 0;
}

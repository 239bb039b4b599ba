import { errorMessage } from './app-error.ts';
import type { Logger } from './logger.ts';

/** A service that has not stopped by then is cut off: exit code 1. */
const STOP_DEADLINE_MS = 10_000;

export interface Lifecycle {
  /** Registers how to stop a part. Parts stop in the reverse order of their start. */
  onStop(name: string, stop: () => Promise<void>): void;
  isStopping(): boolean;
}

/**
 * Stops the service cleanly on SIGTERM or SIGINT: every part in reverse order, then exit 0. A part that fails or hangs,
 * or a second signal, ends in exit 1. A bug that nobody caught ends the process too: a supervisor restarts it, and
 * everything it was doing is durable.
 */
export function createLifecycle(logger: Logger): Lifecycle {
  const parts: { name: string; stop: () => Promise<void> }[] = [];
  let stopping = false;

  async function stopAll(signal: string): Promise<void> {
    if (stopping) process.exit(1);
    stopping = true;
    logger.info({ signal }, 'stopping');
    setTimeout(() => {
      logger.error('did not stop in time');
      process.exit(1);
    }, STOP_DEADLINE_MS).unref();
    let failed = false;
    for (const part of parts.toReversed()) {
      try {
        await part.stop();
      } catch (error) {
        failed = true;
        logger.error({ part: part.name, reason: errorMessage(error) }, 'part did not stop cleanly');
      }
    }
    logger.info('stopped');
    process.exit(failed ? 1 : 0);
  }

  process.on('SIGTERM', () => void stopAll('SIGTERM'));
  process.on('SIGINT', () => void stopAll('SIGINT'));
  const die = (error: unknown): void => {
    logger.fatal(
      { reason: errorMessage(error), stack: error instanceof Error ? error.stack : undefined },
      'unexpected error, ending the process',
    );
    process.exit(1);
  };
  process.on('uncaughtException', die);
  process.on('unhandledRejection', die);
  return { onStop: (name, stop) => void parts.push({ name, stop }), isStopping: () => stopping };
}

import { backoffMs, errorMessage, type Logger, query, sleep } from '@mao/service-kit';
import type { EntityManager } from '@mikro-orm/postgresql';
import { isDatabaseAway } from './failure.ts';

const BACKOFF = { baseMs: 200, maxMs: 60_000 };

/** Tells a database that is away from a message that fails: no message is parked or dead-lettered for the former. */
export interface DatabaseWatch {
  /** Asks the database itself when the error leaves doubt. */
  isToBlame(error: unknown): Promise<boolean>;
  /** Waits with growing pauses until the database answers, or the signal aborts. */
  back(signal: AbortSignal): Promise<void>;
  /** Repeats a piece of bookkeeping until the database takes it. @returns undefined when the signal aborted */
  insist<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T | undefined>;
  problem(): string | undefined;
}

export function createDatabaseWatch(em: () => EntityManager, logger: Logger): DatabaseWatch {
  let reason: string | undefined;

  async function answers(): Promise<boolean> {
    try {
      await query(em(), 'select 1');
      return true;
    } catch (error) {
      reason = errorMessage(error);
      return false;
    }
  }

  async function back(signal: AbortSignal): Promise<void> {
    logger.warn({ reason }, 'database is away; waiting for it');
    for (let attempt = 1; !signal.aborted; attempt += 1) {
      await sleep(backoffMs(BACKOFF, attempt, Math.random()), signal);
      if (await answers()) break;
    }
    reason = undefined;
  }

  return {
    async isToBlame(error) {
      if (!isDatabaseAway(error) && (await answers())) return false;
      reason = errorMessage(error);
      return true;
    },
    back,
    async insist(signal, work) {
      while (!signal.aborted) {
        try {
          return await work();
        } catch (error) {
          reason = errorMessage(error);
          await back(signal);
        }
      }
      return undefined;
    },
    problem: () => reason,
  };
}

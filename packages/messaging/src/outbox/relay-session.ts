import { errorMessage, type Logger, sleep } from '@mao/service-kit';
import pg from 'pg';

const RECONNECT_MS = 1_000;

/**
 * A database session that lives as long as the relay's process. When it ends, the other relays (and the next process of
 * this service) know at once that this one is gone, instead of waiting for its lease.
 */
export function openRelaySession(
  url: string,
  owner: string,
  logger: Logger,
): { backendPid(): number | null; close(): Promise<void> } {
  const closing = new AbortController();
  let client: pg.Client | undefined;
  let pid: number | null = null;

  async function hold(): Promise<void> {
    const session = new pg.Client({ connectionString: url, application_name: `relay:${owner}`, keepAlive: true });
    const ended = new Promise<void>((resolve) => {
      session.once('end', () => resolve());
      // 'end' follows; without a listener the event would end the process.
      session.on('error', () => resolve());
    });
    await session.connect();
    const { rows } = await session.query<{ pid: number }>('select pg_backend_pid() as pid');
    client = session;
    if (closing.signal.aborted) void session.end();
    pid = rows[0]?.pid ?? null;
    await ended;
    pid = null;
    client = undefined;
  }

  async function keep(): Promise<void> {
    while (!closing.signal.aborted) {
      try {
        await hold();
      } catch (error) {
        logger.debug({ reason: errorMessage(error) }, 'relay session is not connected');
      }
      await sleep(RECONNECT_MS, closing.signal);
    }
  }

  const running = keep();
  return {
    backendPid: () => pid,
    async close() {
      closing.abort();
      await client?.end();
      await running;
    },
  };
}

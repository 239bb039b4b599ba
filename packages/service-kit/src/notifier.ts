import pg from 'pg';
import { errorMessage } from './app-error.ts';
import type { Logger } from './logger.ts';
import { sleep } from './sleep.ts';

/** Time for several wake-ups of one moment to share one NOTIFY. */
const COALESCE_MS = 1;
const RECONNECT_MS = 500;
/** PostgreSQL refuses payloads of 8,000 bytes and more. */
const MAX_PAYLOAD_BYTES = 7_000;

export interface Notifier {
  /** Tells every process that listens on the channel. Best effort: a lost one costs latency only, because listeners also poll. */
  notify(channel: string, item?: string): void;
  /** Calls `heard` with the items of each notification; with none after a reconnect, because some may have been missed. */
  listen(channel: string, heard: (items: readonly string[]) => void): void;
  close(): Promise<void>;
}

/**
 * LISTEN/NOTIFY on one connection of its own. NOTIFY is never sent inside a business transaction: it takes a global
 * lock at commit there (about -45 % throughput); here it runs after the commit, coalesced.
 */
export function createNotifier(options: { url: string; applicationName: string; logger: Logger }): Notifier {
  const listeners = new Map<string, Set<(items: readonly string[]) => void>>();
  const pending = new Map<string, Set<string>>();
  const closing = new AbortController();
  let client: pg.Client | undefined;
  let timer: NodeJS.Timeout | undefined;
  let flushing = Promise.resolve();

  async function connect(): Promise<void> {
    const next = new pg.Client({
      connectionString: options.url,
      application_name: `${options.applicationName}:notify`,
      keepAlive: true,
    });
    const lost = new Promise<void>((resolve) => {
      next.once('end', () => resolve());
      // The 'end' event follows; without this listener the process would die of an unhandled 'error' event.
      next.on('error', () => resolve());
    });
    await next.connect();
    if (closing.signal.aborted) {
      await next.end();
      return;
    }
    next.on('notification', (message) => dispatch(message.channel, message.payload ?? ''));
    for (const channel of listeners.keys()) await next.query(`listen "${channel}"`);
    client = next;
    for (const heard of listeners.values()) for (const callback of heard) callback([]);
    await lost;
    client = undefined;
  }

  function dispatch(channel: string, payload: string): void {
    const items = payload === '' ? [] : payload.split(',');
    for (const callback of listeners.get(channel) ?? []) callback(items);
  }

  async function keepConnected(): Promise<void> {
    while (!closing.signal.aborted) {
      try {
        await connect();
      } catch (error) {
        options.logger.debug({ reason: errorMessage(error) }, 'notifier is not connected');
      }
      await sleep(RECONNECT_MS, closing.signal);
    }
  }

  /** One NOTIFY at a time: the driver warns of a query that is begun while another one runs. */
  function flush(): Promise<void> {
    timer = undefined;
    flushing = flushing.then(send);
    return flushing;
  }

  async function send(): Promise<void> {
    const batches = [...pending].flatMap(([channel, items]) => payloads(items).map((payload) => [channel, payload] as const));
    pending.clear();
    const connection = client;
    if (!connection) return;
    try {
      for (const [channel, payload] of batches) await connection.query('select pg_notify($1, $2)', [channel, payload]);
    } catch (error) {
      options.logger.debug({ reason: errorMessage(error) }, 'a wake-up was lost; listeners poll');
    }
  }

  const running = keepConnected();
  return {
    notify(channel, item) {
      const items = pending.get(channel) ?? new Set<string>();
      if (item !== undefined) items.add(item);
      pending.set(channel, items);
      timer ??= setTimeout(() => void flush(), COALESCE_MS);
    },
    listen(channel, heard) {
      const callbacks = listeners.get(channel) ?? new Set();
      callbacks.add(heard);
      listeners.set(channel, callbacks);
      client
        ?.query(`listen "${channel}"`)
        .catch((error: unknown) => options.logger.debug({ reason: errorMessage(error) }, 'listen failed'));
    },
    async close() {
      if (timer) clearTimeout(timer);
      await flush();
      closing.abort();
      await client
        ?.end()
        .catch((error: unknown) => options.logger.debug({ reason: errorMessage(error) }, 'notifier did not end cleanly'));
      await running;
    },
  };
}

function payloads(items: ReadonlySet<string>): string[] {
  if (items.size === 0) return [''];
  const out: string[] = [];
  let current = '';
  for (const item of items) {
    if (current.length + item.length + 1 > MAX_PAYLOAD_BYTES) {
      out.push(current);
      current = '';
    }
    current = current === '' ? item : `${current},${item}`;
  }
  return [...out, current];
}

import type { Socket } from 'node:net';
import pg from 'pg';

/** A bound for texts that are built anew each time; what comes after that many is planned at every call. */
const MAX_STATEMENTS = 500;

/** SQLSTATEs: the result of a prepared statement has changed with its table; the server has forgotten the statement. */
const STALE = new Set(['0A000', '26000']);

/** The answer to a statement that is not sent, or not yet. */
const NOTHING = { command: '', rowCount: null, rows: [] };

type AnyQuery = (query: unknown, values?: unknown, callback?: unknown) => unknown;

/** By text, for all connections of the process. */
const names = new Map<string, string>();
let nameCount = 0;

/**
 * A client for a service's hot paths, where the way to the database and back costs more than the work there. It prepares
 * every statement with parameters once per connection, and a `begin` travels with the first statement of its transaction.
 */
export class PreparedClient extends pg.Client {
  constructor(config?: pg.ClientConfig) {
    super(config);
    if (!this.pipeline) throw new Error('a PreparedClient needs the option `pipeline`');
    const plain = this.query.bind(this) as AnyQuery;
    let isBeginning = false;

    const begin = (): void => {
      const begun = plain('begin') as Promise<unknown>;
      // What follows must not run outside of a transaction.
      begun.catch(() => socketOf(this).destroy());
    };
    const query: AnyQuery = (text, values, callback) => {
      if (text === 'begin') {
        isBeginning = true;
        return Promise.resolve(NOTHING);
      }
      if (!isBeginning) return prepared(plain, text, values, callback);
      isBeginning = false;
      if (text === 'commit' || text === 'rollback') return Promise.resolve(NOTHING);
      const socket = socketOf(this);
      socket.cork();
      try {
        begin();
        return prepared(plain, text, values, callback);
      } finally {
        socket.uncork();
      }
    };
    this.query = query as pg.Client['query'];
  }
}

function prepared(plain: AnyQuery, text: unknown, values: unknown, callback: unknown): unknown {
  const name = typeof text === 'string' && Array.isArray(values) && values.length > 0 ? nameOf(text) : undefined;
  if (name === undefined) return plain(text, values, callback);
  const result = plain({ name, text, values }, callback);
  if (result instanceof Promise) result.catch((error: unknown) => forgetStale(text as string, error));
  return result;
}

function nameOf(text: string): string | undefined {
  const known = names.get(text);
  if (known !== undefined || names.size >= MAX_STATEMENTS) return known;
  nameCount += 1;
  const name = `s${nameCount}`;
  names.set(text, name);
  return name;
}

/** The next try prepares it again under a new name. */
function forgetStale(text: string, error: unknown): void {
  if (error instanceof Error && 'code' in error && STALE.has(String(error.code))) names.delete(text);
}

/** Not in the type declarations of the driver. */
const socketOf = (client: pg.Client): Socket => (client as unknown as { connection: { stream: Socket } }).connection.stream;

import type { Socket } from 'node:net';
import pg from 'pg';

// Before anything replaces it: the driver that really talks to PostgreSQL.
const RealClient = pg.Client;

export type Statement = pg.QueryConfig;

/** The two real connections behind all simulated ones of a database: one for the transaction that is open, one for all else. */
export interface RealConnections {
  readonly transaction: pg.Client;
  readonly single: pg.Client;
  close(): Promise<void>;
}

/** A statement of the second connection that runs into a lock of the first would wait for ever: it is told so at once. */
const LOCK_TIMEOUT = '2ms';
const SETTINGS = '-c synchronous_commit=off -c plan_cache_mode=force_generic_plan -c jit=off';

export async function connectReally(url: string): Promise<RealConnections> {
  const open = async (options: string): Promise<pg.Client> => {
    const client = new RealClient({ connectionString: url, pipeline: true, options } as pg.ClientConfig);
    await client.connect();
    return client;
  };
  const transaction = await open(SETTINGS);
  const single = await open(`${SETTINGS} -c lock_timeout=${LOCK_TIMEOUT}`);
  return {
    transaction,
    single,
    async close() {
      await transaction.end();
      await single.end();
    },
  };
}

/** Runs a statement at a virtual time: the database's `now()` is what `sim.now` says. */
export function runAt(client: pg.Client, nowMs: number, statement: Statement): Promise<pg.QueryResult> {
  return together(client, [{ text: timeIs(nowMs) }, statement]);
}

/** The same, as the first statement of a transaction. */
export function beginAt(client: pg.Client, nowMs: number, statement: Statement): Promise<pg.QueryResult> {
  return together(client, [{ text: 'begin' }, { text: timeIs(nowMs) }, statement]);
}

const timeIs = (nowMs: number): string => `set sim.now = '${nowMs / 1_000}'`;

/** In one packet: the way there costs more than the work. @returns the result of the last */
async function together(client: pg.Client, statements: readonly Statement[]): Promise<pg.QueryResult> {
  const { stream } = (client as unknown as { connection: { stream: Socket } }).connection;
  stream.cork();
  const sent = statements.map((statement) => client.query(statement));
  stream.uncork();
  const results = await Promise.all(sent);
  const last = results.at(-1);
  if (last === undefined) throw new Error('nothing was sent');
  return last;
}

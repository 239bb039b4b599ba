import type pg from 'pg';
import { between, type Random } from '../../chaos-run/random.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { Party } from '../kernel/party.ts';
import { reach } from '../kernel/trap.ts';
import { carryOut, isBegin, isCommit } from './carry-out.ts';
import { type RealConnections, runAt, type Statement } from './real-connections.ts';
import { refused, type Session, terminated } from './session.ts';
import { createSlot } from './slot.ts';

/** One service's database in the simulated world: real tables and SQL, virtual time, connections and outages. */
export interface VirtualDatabase {
  nextPid(): number;
  open(session: Session): Promise<void>;
  close(session: Session): void;
  /** Has the server carry a statement out; rejects as the driver would. */
  run(session: Session, statement: Statement): Promise<pg.QueryResult>;
  /** A transaction of this party is open: it must not be frozen now, or it would hold up all others, which it really would not. */
  isHeldBy(party: Party): boolean;
  /** As `pg_ctl stop -m immediate`, and a start after `ms`. */
  goDown(ms: number): Promise<void>;
  /** As `pg_terminate_backend` of some. */
  endSome(share: number): Promise<void>;
}

export interface DatabaseOptions {
  readonly kernel: Kernel;
  readonly name: string;
  readonly real: RealConnections;
  /** What the server and the wires do belongs to nobody who may die. */
  readonly world: Party;
}

const BACKEND_PID = 'select pg_backend_pid() as pid';
const LISTEN = /^listen "(.+)"$/i;
const NOTIFY = /^select pg_notify\(\$1, \$2\)$/i;
const SLOW_SHARE = 0.01;

export function createVirtualDatabase({ kernel, name, real, world }: DatabaseOptions): VirtualDatabase {
  const random = kernel.chance(`database ${name}`);
  // As the server knows them: it learns of an end a little later than those who die.
  const open = new Set<Session>();
  const slot = createSlot();
  let isDown = false;
  let lastPid = 1_000;

  async function end(session: Session): Promise<void> {
    if (!open.delete(session)) return;
    if (isNamed(session)) await runAt(real.single, kernel.nowMs(), forget(session));
    if (slot.holder() === session) await real.transaction.query('rollback');
    slot.release(session);
  }

  function drop(session: Session): void {
    if (!session.isOpen) return;
    session.isOpen = false;
    kernel.afterAt(world, between(random, 0.1, 1), `${name}: session ${session.pid} ends`, () => end(session));
  }

  /** The server ends it; its owner hears of that a little later. */
  async function cut(session: Session): Promise<void> {
    await end(session);
    kernel.afterAt(session.party, between(random, 0.1, 5), `${name}: ${session.pid} is lost`, () => session.break(terminated()));
  }

  async function attempt(session: Session, statement: Statement): Promise<pg.QueryResult | undefined> {
    if (!open.has(session)) throw terminated();
    return tell(session, statement) ?? carryOut({ real, slot, nowMs: kernel.nowMs() }, session, statement);
  }

  /** Tries as often as it takes; each time in one event of the world. */
  async function serve(session: Session, statement: Statement): Promise<pg.QueryResult> {
    const what = `${name}: ${session.pid} ${statement.text.slice(0, 60).replaceAll(/\s+/g, ' ')}`;
    for (;;) {
      const result = await within(kernel, world, requestMs(random), what, () => attempt(session, statement));
      if (result !== undefined) return result;
      await slot.freed();
    }
  }

  /** What is not for the tables: notifications, and the session itself. */
  function tell(session: Session, { text, values = [] }: Statement): pg.QueryResult | undefined {
    if (text === BACKEND_PID) return answer([{ pid: session.pid }]);
    const channel = LISTEN.exec(text)?.[1];
    if (channel !== undefined) session.channels.add(channel);
    else if (NOTIFY.test(text)) notify(String(values[0]), String(values[1]));
    else return undefined;
    return answer([]);
  }

  function notify(channel: string, payload: string): void {
    for (const { party, channels, hear } of open)
      if (channels.has(channel))
        kernel.afterAt(party, between(random, 0.1, 2), `${name}: notification`, () => hear(channel, payload));
  }

  return {
    nextPid() {
      lastPid += 1;
      return lastPid;
    },
    async open(session) {
      await within(kernel, session.party, between(random, 0.5, 3), `${name}: connect`, async () => {
        if (isDown) throw refused();
        session.isOpen = true;
        open.add(session);
        session.party.onDeath.add(() => drop(session));
        if (isNamed(session)) await runAt(real.single, kernel.nowMs(), remember(session));
      });
    },
    close: drop,
    async run(session, statement) {
      if (isCommit(statement)) reach(session.party, 'before-commit');
      if (!session.isOpen) throw terminated();
      const outcome = await serve(session, statement).then(
        (result) => ({ result }),
        (error: unknown) => ({ error }),
      );
      if (isCommit(statement)) reach(session.party, 'after-commit');
      // A `begin` travels with the statement after it.
      const answerMs = isBegin(statement) ? 0 : between(random, 0.05, 0.6);
      await within(kernel, session.party, answerMs, `${name}: ${session.pid} answer`, async () => undefined);
      // It was carried out, perhaps, and nobody will ever know.
      if (!session.isOpen) throw terminated();
      if ('error' in outcome) throw outcome.error;
      return outcome.result;
    },
    isHeldBy: (party) => slot.holder()?.party === party,
    async endSome(share) {
      for (const session of [...open]) if (random() < share) await cut(session);
    },
    async goDown(ms) {
      isDown = true;
      for (const session of [...open]) await cut(session);
      kernel.afterAt(world, ms, `${name}: up again`, () => {
        isDown = false;
      });
    },
  };
}

const isNamed = (session: Session): boolean => session.applicationName.startsWith('relay:');
const remember = ({ pid, applicationName }: Session): Statement => ({
  text: 'insert into sim.pg_stat_activity values ($1, $2)',
  values: [pid, applicationName],
});
const forget = ({ pid }: Session): Statement => ({ text: 'delete from sim.pg_stat_activity where pid = $1', values: [pid] });

const requestMs = (random: Random): number => (random() < SLOW_SHARE ? between(random, 10, 80) : between(random, 0.1, 1.2));

/** Does the work in one event of the world; resolves or rejects as the work does. */
function within<T>(kernel: Kernel, party: Party, ms: number, what: string, work: () => Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    kernel.afterAt(party, ms, what, () => work().then(resolve, reject));
  });
}

const answer = (rows: Record<string, unknown>[]): pg.QueryResult => ({
  command: 'SELECT',
  rowCount: rows.length,
  oid: 0,
  fields: [],
  rows,
});

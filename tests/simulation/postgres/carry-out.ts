import type pg from 'pg';
import { beginAt, type RealConnections, runAt, type Statement } from './real-connections.ts';
import type { Session } from './session.ts';
import type { Slot } from './slot.ts';

const BEGIN = /^(begin|start transaction)\b/i;
const COMMIT = /^commit\s*;?$/i;
const END = /^(commit|rollback)\s*;?$/i;
const LOCK_NOT_AVAILABLE = '55P03';

const NOTHING: pg.QueryResult = { command: 'BEGIN', rowCount: null, oid: 0, fields: [], rows: [] };

export const isBegin = ({ text }: Statement): boolean => BEGIN.test(text);
export const isCommit = ({ text }: Statement): boolean => COMMIT.test(text);

/** Carries one statement of a session out at a virtual time. @returns undefined when the transaction that is open is in the way */
export async function carryOut(
  { real, slot, nowMs }: { readonly real: RealConnections; readonly slot: Slot; readonly nowMs: number },
  session: Session,
  statement: Statement,
): Promise<pg.QueryResult | undefined> {
  if (isBegin(statement)) return slot.take(session) ? NOTHING : undefined;
  if (slot.holder() !== session) return outside(real, slot, nowMs, statement);
  try {
    if (slot.hasBegun()) return await real.transaction.query(statement);
    slot.begin();
    // The `begin` goes with the first statement. A transaction has one time, that of its beginning.
    return await beginAt(real.transaction, nowMs, statement);
  } finally {
    if (END.test(statement.text)) slot.release(session);
  }
}

async function outside(
  { single }: RealConnections,
  slot: Slot,
  nowMs: number,
  statement: Statement,
): Promise<pg.QueryResult | undefined> {
  try {
    return await runAt(single, nowMs, statement);
  } catch (error) {
    const isBlocked = error instanceof Error && 'code' in error && error.code === LOCK_NOT_AVAILABLE;
    if (isBlocked && slot.holder() !== undefined) return undefined;
    throw error;
  }
}

import { readTopic } from '@mao/messaging/testing';
import { compareIds, type Delivered, judgeKeyOrder } from '../judge/key-order.ts';
import { sum } from './broker-view.ts';
import type { Place } from './place.ts';

const PATIENCE_MS = 120_000;

/**
 * Effects in the order of their commits, which is the order that somebody who reads the table sees. Not of their ids: those
 * are drawn before.
 */
const EFFECTS = `select event_id, key, key_seq from effects order by pg_xact_commit_timestamp(xmin), id`;

/** Every record that is on the topic now, partition by partition. */
export async function recordsOf(place: Place, topic: string): Promise<Awaited<ReturnType<typeof readTopic>>> {
  return readTopic(place.client, topic, sum(await place.broker.ends(topic)), PATIENCE_MS);
}

export async function deliveredRecords(place: Place, topic: string): Promise<readonly Delivered[]> {
  return (await recordsOf(place, topic)).map(({ key, headers }) => ({
    eventId: String(headers['ce_id']),
    key: String(key),
    keySeq: Number(headers['ce_keyseq']),
  }));
}

async function effectsInOrder(place: Place): Promise<readonly Delivered[]> {
  const rows = await place.sql<{ event_id: string; key: string; key_seq: number }>(EFFECTS);
  return rows.map((row) => ({ eventId: row.event_id, key: row.key, keySeq: row.key_seq }));
}

export async function committedIds(place: Place): Promise<readonly string[]> {
  return (await place.sql<{ event_id: string }>('select event_id from written')).map((row) => row.event_id);
}

export interface Verdict {
  readonly events: number;
  readonly lost: number;
  readonly unheardOf: number;
  readonly doubleEffects: number;
  readonly orderViolations: number;
  readonly gaps: number;
  readonly deadLetters: number;
}

/** Compares what the consumer did with what the writers committed. */
export async function judgeEffects(place: Place): Promise<Verdict> {
  const effects = await effectsInOrder(place);
  const { repeats, inversions, gaps } = judgeKeyOrder(effects);
  const committed = await committedIds(place);
  return {
    events: committed.length,
    ...compareIds(committed, effects),
    doubleEffects: repeats,
    orderViolations: inversions,
    gaps,
    deadLetters: await place.count('inbox where is_dead'),
  };
}

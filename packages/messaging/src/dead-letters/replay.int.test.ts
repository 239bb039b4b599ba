import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { AppError } from '@mao/service-kit';
import { waitFor } from '@mao/service-kit/testing';
import type { EntityManager } from '@mikro-orm/postgresql';
import { createCodec } from '../avro/codec.ts';
import { claimParked, leaveParking } from '../consumer/parking.ts';
import type { Envelope } from '../envelope.ts';
import { createKafkajsPublisher } from '../kafka/kafkajs-publisher.ts';
import type { Messaging } from '../start-messaging.ts';
import { type OrderPlaced, orderPlaced, type TestEvents, testCatalogue } from '../testing/test-catalogue.ts';
import { openTestRig, type TestRig, testLogger } from '../testing/test-rig.ts';
import { type DeadLetter, parseDeadLetterId } from './dead-letter-record.ts';
import { decodeLetter } from './decode-letter.ts';
import { letterStandings } from './letter-state.ts';
import { replayDeadLetter } from './replay.ts';
import { findDeadLetters, scanDeadLetters } from './scan.ts';

let rig: TestRig;
/** Numbers that are refused for good, and numbers that fail for now. */
let refused: Set<number>;
let failing: Set<number>;
beforeEach(async () => {
  rig = await openTestRig();
  refused = new Set();
  failing = new Set();
});
afterEach(async () => {
  await rig.close();
});

async function handle(event: Envelope<OrderPlaced>, em: EntityManager): Promise<void> {
  const { number } = event.data;
  if (refused.has(number)) throw new AppError('order-unknown', { permanent: true });
  if (failing.has(number)) throw new Error('not yet');
  await em.execute('insert into effects (key, number, event_id) values (?, ?, ?)', [event.key, number, event.id]);
}

const start = (group = 'test') => rig.start({ group, handlers: { OrderPlaced: handle }, inPlaceMs: 50, maxAttempts: 1_000 });

const send = (messaging: Messaging<TestEvents>, key: string, ...numbers: number[]) =>
  rig.em().transactional((em) =>
    messaging.outbox.append(
      em,
      numbers.map((number) => orderPlaced(key, number)),
    ),
  );

const effects = async () =>
  (await rig.sql<{ number: number }>('select number from effects order by id')).map(({ number }) => number);

const allLetters = (): Promise<DeadLetter[]> => scanDeadLetters(rig.client, { wants: () => true, keeps: () => true });

const letters = (count: number): Promise<DeadLetter[]> =>
  waitFor(`${count} dead letters`, async () => {
    const found = await allLetters();
    return found.length === count && found;
  });

const replay = (letter: DeadLetter, who = 'ann') =>
  rig.em().transactional((em) => replayDeadLetter(em, letter, { who, arguments: { rate: 10 } }));

const stateOf = async (letter: DeadLetter) => (await letterStandings(rig.em(), letter.group, [letter]))[0]?.state;

describe('a dead letter', () => {
  test('is read as it died, found by its id, and decoded', async () => {
    refused.add(1);
    await send(await start(), 'k', 1);
    const [letter] = await letters(1);
    expect(letter).toMatchObject({
      id: 'orders.test.dlq/0/0',
      group: 'test',
      type: 'OrderPlaced',
      key: 'k',
      errorClass: 'order-unknown',
      attempts: 1,
      original: { topic: 'orders', offset: 0n },
    });
    expect(Object.keys(letter?.original.headers ?? {}).filter((name) => name.startsWith('x-dlq'))).toEqual([]);
    const place = parseDeadLetterId(letter?.id ?? '');
    if (!letter || !place) throw new Error('no letter');
    const gone = [
      { ...place, offset: 99n },
      { ...place, topic: 'no.such.dlq' },
    ];
    expect(await findDeadLetters(rig.client, [place, ...gone])).toEqual([letter]);
    expect(await findDeadLetters(rig.client, gone)).toEqual([]);
    expect(decodeLetter(createCodec(testCatalogue), letter)).toMatchObject({ data: { number: 1, day: '2026-02-28' } });
  });

  test('M19: replayed twice, also by two operators at once, takes effect once; the audit says who', async () => {
    refused.add(1);
    await send(await start(), 'k', 1);
    const [letter] = await letters(1);
    if (!letter) throw new Error('no letter');
    expect(await stateOf(letter)).toBe('dead');
    refused.clear();
    const replays = await Promise.all([replay(letter, 'ann'), replay(letter, 'bob')]);
    expect(replays.filter(({ isQueued }) => isQueued)).toHaveLength(1);
    await waitFor('the effect', async () => (await effects()).length === 1);
    const again = await replay(letter);
    expect(again).toMatchObject({ isQueued: false, before: { state: 'handled' } });
    expect(await effects()).toEqual([1]);
    const audit = await rig.sql<{ who: string }>('select who, action, subject, arguments from operator_actions');
    expect(audit).toHaveLength(1);
    expect(audit[0]).toMatchObject({ action: 'dlq replay', subject: letter.id, arguments: { rate: 10 } });
    expect(again.before.replayedBy).toBe(audit[0]?.who);
  });

  test('M19: stands before the parked messages of its key that came after it, and behind those that came before', async () => {
    failing.add(1).add(3);
    refused.add(2).add(4);
    const messaging = await start();
    // 1 is parked and holds the key; 2 could never be read by its handler, had it not been parked behind 1.
    await send(messaging, 'k', 1);
    await waitFor('the parked head', async () => (await rig.sql('select from parked_messages')).length === 1);
    await send(messaging, 'k', 2, 3, 4, 5);
    await waitFor('the line', async () => (await rig.sql('select from parked_messages')).length === 5);
    failing.delete(1);
    // 1 is handled, 2 dies, 3 fails and holds the line 3, 4, 5.
    const [second] = await letters(1);
    await waitFor('the line behind', async () => (await rig.sql('select from parked_messages')).length === 3);
    if (!second) throw new Error('no letter');
    refused.delete(2);
    expect(await replay(second)).toMatchObject({ isQueued: true, before: { ahead: 0 } });
    // Though the line stands still at 3, the older message runs: it is the head now.
    await waitFor('the replayed one', async () => (await effects()).length === 2);
    failing.clear();
    const [, fourth] = await letters(2);
    await waitFor('the rest', async () => (await effects()).includes(5));
    if (!fourth) throw new Error('no letter');
    refused.clear();
    await replay(fourth);
    await waitFor('the last one', async () => (await effects()).length === 5);
    expect(await effects()).toEqual([1, 2, 3, 5, 4]);
  });

  test('lines up behind what arrived before it and is still parked', async () => {
    failing.add(1);
    const messaging = await start();
    await send(messaging, 'k', 1);
    await waitFor('the parked head', async () => (await rig.sql('select from parked_messages')).length === 1);
    const publisher = createKafkajsPublisher(rig.client, testLogger);
    const headers = { ce_id: 'x', ce_source: 'else', ce_type: 'OrderPlaced', ce_time: 'no time', ce_specversion: '1.0' };
    await publisher.publish([{ topic: 'orders', key: 'k', value: null, headers }]);
    await publisher.close();
    const [unreadable] = await letters(1);
    if (!unreadable) throw new Error('no letter');
    expect(await replay(unreadable)).toMatchObject({ isQueued: true, before: { ahead: 1 } });
    expect(await stateOf(unreadable)).toBe('waiting');
    failing.clear();
    await waitFor('the head', async () => (await effects()).length === 1);
    // It is no more readable than before: it dies again, as a letter of its own.
    const [old, fresh] = await letters(2);
    expect(fresh?.id).not.toBe(unreadable.id);
    expect(old && (await stateOf(old))).toBe('died-again');
    expect(fresh && (await stateOf(fresh))).toBe('dead');
    expect(await replay(unreadable)).toMatchObject({ isQueued: false, before: { state: 'died-again' } });
  });

  test('a head that was just claimed lets an older message go first that was replayed meanwhile', async () => {
    refused.add(1);
    failing.add(2);
    const messaging = await start();
    await send(messaging, 'k', 1, 2);
    const [letter] = await letters(1);
    if (!letter) throw new Error('no letter');
    await waitFor('the parked head', async () => (await rig.sql('select from parked_messages')).length === 1);
    await messaging.stop();
    await rig.sql('update parked_messages set next_attempt_at = now()');
    const claimed = await claimParked(rig.em(), 'test', 60);
    if (!claimed) throw new Error('nothing was due');
    await replay(letter);
    expect(await rig.em().transactional((em) => leaveParking(em, 'test', claimed))).toBe(false);
    const next = await claimParked(rig.em(), 'test', 60);
    if (!next) throw new Error('nothing was due');
    expect(next.inboxId).toBe(letter.inboxId);
    expect(await rig.em().transactional((em) => leaveParking(em, 'test', next))).toBe(true);
    expect((await claimParked(rig.em(), 'test', 60))?.id).toBe(claimed.id);
  });

  test('goes back to the group that gave it up and to no other', async () => {
    refused.add(1);
    const messaging = await start();
    await send(messaging, 'k', 1);
    const [letter] = await letters(1);
    if (!letter) throw new Error('no letter');
    refused.clear();
    await start('other');
    await waitFor('the effect of the other group', async () => (await effects()).length === 1);
    await replay(letter);
    await waitFor('the effect of the replay', async () => (await effects()).length === 2);
    const rows = await rig.sql(`select from inbox where group_name = 'other'`);
    expect(rows).toHaveLength(1);
  });
});

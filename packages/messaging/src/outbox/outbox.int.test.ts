import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { newId, runWithTrace } from '@mao/service-kit';
import { waitFor } from '@mao/service-kit/testing';
import pg from 'pg';
import { createCodec } from '../avro/codec.ts';
import type { EventPublisher, OutgoingMessage } from '../ports.ts';
import { orderPlaced, type TestEvents, testCatalogue } from '../testing/test-catalogue.ts';
import { openTestRig, type TestRig, testLogger } from '../testing/test-rig.ts';
import { headerText } from '../wire-headers.ts';
import { claimBatch, markPublished } from './claim.ts';
import { upkeepLeases } from './lease.ts';
import { createOutbox } from './outbox.ts';
import { type Relay, startRelay } from './relay.ts';

let rig: TestRig;
let relays: Relay[];
beforeEach(async () => {
  rig = await openTestRig();
  relays = [];
});
afterEach(async () => {
  await Promise.all(relays.map((relay) => relay.stop()));
  await rig.close();
});

const wakeAll = (shard: number): void => {
  for (const relay of relays) relay.wake(shard);
};

function outboxWith(wake: (shard: number) => void = wakeAll) {
  return createOutbox<TestEvents>({ codec: createCodec(testCatalogue), source: 'test', topics: ['orders', 'bills'], wake });
}

/** Records what a broker would have stored. */
function listPublisher(stored: OutgoingMessage[]): EventPublisher {
  return {
    publish: async (messages) => {
      stored.push(...messages);
    },
    close: async () => undefined,
  };
}

function relayTo(stored: OutgoingMessage[], publisher = listPublisher(stored)): Relay {
  const relay = startRelay({ owner: newId(), em: rig.em, publisher, logger: testLogger });
  relays.push(relay);
  return relay;
}

const outboxIsEmpty = async () => (await rig.sql('select from outbox limit 1')).length === 0;

function keySeqsByKey(stored: readonly OutgoingMessage[]): Map<string, number[]> {
  const byKey = new Map<string, number[]>();
  const seen = new Set<string>();
  for (const message of stored) {
    const id = headerText(message.headers, 'ce_id') ?? '';
    if (seen.has(id)) continue; // only first deliveries count
    seen.add(id);
    const key = String(message.key);
    byKey.set(key, [...(byKey.get(key) ?? []), Number(headerText(message.headers, 'ce_keyseq'))]);
  }
  return byKey;
}

const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

describe('outbox', () => {
  test('M2, M3: 16 writers on shared keys, none locking the aggregate: no gap and no inversion per key, with relays coming and going', async () => {
    const stored: OutgoingMessage[] = [];
    const [writers, perWriter, keys] = [16, 60, 8];
    relayTo(stored);
    const doomed = relayTo(stored);
    relayTo(stored);
    const outbox = outboxWith();
    const write = async (writer: number): Promise<void> => {
      for (let index = 0; index < perWriter; index += 1) {
        await rig.em().transactional((em) => outbox.append(em, orderPlaced(`k${(writer + index) % keys}`, index)));
        if (writer === 0 && index === perWriter / 2) await doomed.stop();
      }
    };
    await Promise.all(Array.from({ length: writers }, (_, writer) => write(writer)));
    await waitFor('an empty outbox', outboxIsEmpty);
    const seqs = keySeqsByKey(stored);
    expect(seqs.size).toBe(keys);
    for (const numbers of seqs.values()) expect(numbers).toEqual(upTo((writers * perWriter) / keys));
  }, 60_000);

  test('several events of one key in one call keep their order', async () => {
    const stored: OutgoingMessage[] = [];
    relayTo(stored);
    const outbox = outboxWith();
    const cancelled = { type: 'OrderCancelled' as const, key: 'a', data: { reason: 'x' } };
    await rig
      .em()
      .transactional((em) => outbox.append(em, [orderPlaced('a', 1), orderPlaced('b', 1), cancelled, orderPlaced('a', 2)]));
    await waitFor('an empty outbox', outboxIsEmpty);
    const ofA = stored.filter((message) => message.key === 'a').map((message) => headerText(message.headers, 'ce_type'));
    expect(ofA).toEqual(['OrderPlaced', 'OrderCancelled', 'OrderPlaced']);
    expect(keySeqsByKey(stored).get('a')).toEqual([1, 2, 3]);
  });

  test('events of several works in one call keep their own traces, whoever writes them', async () => {
    const stored: OutgoingMessage[] = [];
    relayTo(stored);
    const outbox = outboxWith();
    const own = { ...orderPlaced('a', 1), trace: { correlationId: 'work-a', traceparent: '00-aa-bb-01' } };
    await runWithTrace({ correlationId: 'writer' }, () =>
      rig.em().transactional((em) => outbox.append(em, [own, orderPlaced('b', 1)])),
    );
    await waitFor('an empty outbox', outboxIsEmpty);
    const traceOf = (key: string) => {
      const { headers } = stored.find((message) => message.key === key) ?? { headers: {} };
      return [headerText(headers, 'ce_correlationid'), headerText(headers, 'traceparent')];
    };
    expect([traceOf('a'), traceOf('b')]).toEqual([
      ['work-a', '00-aa-bb-01'],
      ['writer', undefined],
    ]);
  });

  test('a rolled-back transaction publishes nothing and leaves no gap', async () => {
    const stored: OutgoingMessage[] = [];
    relayTo(stored);
    const outbox = outboxWith();
    const failing = rig.em().transactional(async (em) => {
      await outbox.append(em, orderPlaced('a', 1));
      throw new Error('changed my mind');
    });
    await expect(failing).rejects.toThrow('changed my mind');
    await rig.em().transactional((em) => outbox.append(em, orderPlaced('a', 2)));
    await waitFor('an empty outbox', async () => stored.length > 0 && (await outboxIsEmpty()));
    expect(keySeqsByKey(stored).get('a')).toEqual([1]);
  });

  test('refuses an append outside a transaction, and an event that does not fit its schema', async () => {
    const outbox = outboxWith();
    await expect(outbox.append(rig.em(), orderPlaced('a', 1))).rejects.toThrow('transaction');
    const wrong = { ...orderPlaced('a', 1), data: { ...orderPlaced('a', 1).data, day: 'today' } };
    await expect(rig.em().transactional((em) => outbox.append(em, wrong))).rejects.toMatchObject({ code: 'event-invalid' });
  });

  test('M6: no NOTIFY runs in the business transaction, and with every wake-up lost an event is late by at most a second', async () => {
    const stored: OutgoingMessage[] = [];
    const relay = relayTo(stored);
    await waitFor('the shards', () => relay.ownsShard(0) && relay.ownsShard(15));
    const watcher = new pg.Client({ connectionString: rig.databaseUrl });
    await watcher.connect();
    let notifications = 0;
    watcher.on('notification', () => {
      notifications += 1;
    });
    await watcher.query('listen messaging_outbox');
    const deaf = outboxWith(() => undefined);
    await rig.em().transactional((em) => deaf.append(em, orderPlaced('a', 1)));
    const committedAt = performance.now();
    await waitFor('the event', () => stored.length === 1, { everyMs: 5 });
    expect(performance.now() - committedAt).toBeLessThan(1_500);
    await watcher.query('select 1');
    await watcher.end();
    expect(notifications).toBe(0);
  });

  test('M8: a long open transaction elsewhere neither stops nor skips delivery', async () => {
    const stored: OutgoingMessage[] = [];
    relayTo(stored);
    const outbox = outboxWith();
    const other = new pg.Client({ connectionString: rig.databaseUrl });
    await other.connect();
    await other.query(`begin; insert into orders (id, number) values ('foreign', 1)`);
    // A writer that began earlier and commits later must not be skipped by those that overtake it.
    await rig.em().transactional(async (slow) => {
      await outbox.append(slow, orderPlaced('slow', 1));
      await rig.em().transactional((em) => outbox.append(em, orderPlaced('quick', 1)));
      await waitFor('the quick one', () => stored.some((message) => message.key === 'quick'));
    });
    await waitFor('the slow one', () => stored.some((message) => message.key === 'slow'));
    await other.query('rollback');
    await other.end();
  });
});

describe('relays', () => {
  test('share the shards fairly, and the rest takes over when one goes', async () => {
    const [a, b] = [relayTo([]), relayTo([])];
    const owned = (relay: Relay) => upTo(16).filter((shard) => relay.ownsShard(shard - 1)).length;
    await waitFor('fair shares', () => owned(a) === 8 && owned(b) === 8, { timeoutMs: 15_000 });
    await b.stop();
    await waitFor('all shards at the other', () => owned(a) === 16, { timeoutMs: 15_000 });
  }, 40_000);

  test('M4: a relay that lost its lease during a send may not mark: the rows stay and the new owner sends them', async () => {
    const [frozen, next] = [newId(), newId()];
    await upkeepLeases(rig.em(), frozen, null);
    const outbox = outboxWith();
    await rig.em().transactional((em) => outbox.append(em, orderPlaced('a', 1)));
    const { claimed } = await claimBatch(rig.em(), frozen);
    expect(claimed).toHaveLength(1);

    await rig.sql(`update relay_members set expires_at = clock_timestamp() - interval '1 second' where owner = $1`, [frozen]);
    expect((await claimBatch(rig.em(), frozen)).claimed).toEqual([]);
    await upkeepLeases(rig.em(), next, null);
    expect(await markPublished(rig.em(), frozen, claimed)).toBe(0);
    const { claimed: again } = await claimBatch(rig.em(), next);
    expect(again).toHaveLength(1);
    expect(await markPublished(rig.em(), next, again)).toBe(1);
  });

  test('a relay whose database session has ended loses its shards at once, without waiting for its lease', async () => {
    const [gone, next] = [newId(), newId()];
    await upkeepLeases(rig.em(), gone, 999_999_999);
    expect((await upkeepLeases(rig.em(), next, null)).size).toBe(16);
  });

  test('an unknown outcome is sent again, in order, and never dropped', async () => {
    const stored: OutgoingMessage[] = [];
    let failures = 2;
    const flaky: EventPublisher = {
      publish: async (messages) => {
        stored.push(...messages);
        failures -= 1;
        if (failures >= 0) throw new Error('no answer');
      },
      close: async () => undefined,
    };
    relayTo(stored, flaky);
    const outbox = outboxWith();
    await rig.em().transactional((em) =>
      outbox.append(
        em,
        upTo(5).map((number) => orderPlaced('a', number)),
      ),
    );
    await waitFor('an empty outbox', outboxIsEmpty);
    expect(stored.length).toBe(15);
    expect(keySeqsByKey(stored).get('a')).toEqual(upTo(5));
  });

  test('a batch never exceeds what the broker takes in one piece', async () => {
    const stored: OutgoingMessage[] = [];
    const sizes: number[] = [];
    const publisher: EventPublisher = {
      publish: async (messages) => {
        sizes.push(messages.reduce((sum, message) => sum + (message.value?.length ?? 0), 0));
        stored.push(...messages);
      },
      close: async () => undefined,
    };
    const outbox = outboxWith();
    const long = (number: number) => ({
      ...orderPlaced('a', number),
      data: { ...orderPlaced('a', number).data, note: 'x'.repeat(300_000) },
    });
    await rig.em().transactional((em) => outbox.append(em, upTo(6).map(long)));
    relayTo(stored, publisher);
    await waitFor('an empty outbox', outboxIsEmpty);
    expect(Math.max(...sizes)).toBeLessThan(1_000_000);
    expect(keySeqsByKey(stored).get('a')).toEqual(upTo(6));
  });
});

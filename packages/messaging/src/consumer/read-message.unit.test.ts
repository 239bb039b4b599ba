import { describe, expect, test } from '@jest/globals';
import { createCodec } from '../avro/codec.ts';
import { eventHeaders } from '../cloud-events.ts';
import type { IncomingMessage } from '../ports.ts';
import { orderPlaced, testCatalogue } from '../testing/test-catalogue.ts';
import { readMessage } from './read-message.ts';

const codec = createCodec(testCatalogue);
const handlers = new Map([['OrderPlaced', async () => undefined]]);
const { data } = orderPlaced('k', 3);
const time = new Date('2026-03-01T10:00:00.000Z');
const id = '018F0000-0000-7000-8000-000000000001';
const trace = { correlationId: 'c', causationId: 'd', traceparent: 't' };

function message(change: Partial<IncomingMessage> = {}): IncomingMessage {
  return {
    topic: 'orders',
    partition: 1,
    offset: 7n,
    timestamp: time,
    key: Buffer.from('k'),
    value: codec.encode('orders', 'OrderPlaced', data),
    headers: { ...eventHeaders({ id, source: 'shop', type: 'OrderPlaced', time }, trace), ce_keyseq: '42' },
    ...change,
  };
}

describe('readMessage', () => {
  test('gives the handler every CloudEvents attribute and the decoded data', () => {
    const entry = readMessage(codec, handlers, message());
    expect(entry).toMatchObject({ kind: 'event', inboxId: id.toLowerCase(), isReplay: false });
    expect(entry?.kind === 'event' && entry.envelope).toEqual({
      id,
      type: 'OrderPlaced',
      source: 'shop',
      time,
      topic: 'orders',
      key: 'k',
      keySeq: 42n,
      correlationId: 'c',
      causationId: 'd',
      traceparent: 't',
      data,
    });
  });

  test('skips a type without a handler, however broken it is', () => {
    expect(readMessage(codec, handlers, message({ headers: { ce_type: 'Other' }, value: null }))).toBeUndefined();
  });

  test.each<[string, Partial<IncomingMessage>]>([
    ['without headers', { headers: {} }],
    ['without a value', { value: null }],
    ['without a key', { key: null }],
    ['with a time that is none', { headers: { ...message().headers, ce_time: 'soon' } }],
    ['with a key_seq that is no number', { headers: { ...message().headers, ce_keyseq: '-1' } }],
    ['without an id', { headers: { ce_type: 'OrderPlaced', ce_source: 'shop', ce_time: time.toISOString() } }],
  ])('M13: a record %s is unreadable, for good', (_what, change) => {
    const entry = readMessage(codec, handlers, message(change));
    expect(entry).toMatchObject({ kind: 'unreadable', error: { permanent: true } });
  });

  test('an id that is no UUID is deduped per source; a record without one by its place', () => {
    const named = (source: string) =>
      readMessage(codec, handlers, message({ headers: { ...message().headers, ce_id: '7', ce_source: source } }));
    expect(named('a')?.inboxId).toBe(named('a')?.inboxId);
    expect(named('a')?.inboxId).not.toBe(named('b')?.inboxId);
    const placed = (offset: bigint) => readMessage(codec, handlers, message({ headers: {}, offset }));
    expect(placed(1n)?.inboxId).toBe(placed(1n)?.inboxId);
    expect(placed(1n)?.inboxId).not.toBe(placed(2n)?.inboxId);
  });
});

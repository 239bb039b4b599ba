import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Catalogue } from '../catalogue.ts';
import { testCatalogue } from '../testing/test-catalogue.ts';
import { createCodec } from './codec.ts';

const codec = createCodec(testCatalogue);
const placed = { number: 7, note: null, placed_at: new Date(1_700_000_000_123), day: '2026-02-28', coupon: 'spring' };

describe('codec', () => {
  test('M27: writes the newest version in the Confluent wire format, byte for byte', () => {
    expect(codec.encode('orders', 'OrderPlaced', placed).toString('hex')).toBe(
      '0000000002' + '0e' + '00' + 'f6a1abfef962' + 'c0c002' + '0c737072696e67',
    );
  });

  test('M27: decodes golden bytes of an old version, filling what it did not have', () => {
    const v1 = Buffer.from('0000000001' + '0e' + '0204' + '6869' + 'f6a1abfef962' + 'c0c002', 'hex');
    expect(codec.decode('orders', 'OrderPlaced', v1)).toStrictEqual({ ...placed, note: 'hi', coupon: 'none' });
  });

  test('accepts undefined where the schema says null', () => {
    const framed = codec.encode('orders', 'OrderPlaced', { ...placed, note: undefined });
    expect(codec.decode('orders', 'OrderPlaced', framed)).toStrictEqual(placed);
  });

  test('decodes what it encodes', () => {
    const day = fc.date({ min: new Date('1900-01-01'), max: new Date('2999-12-31'), noInvalidDate: true });
    const events = fc.record({
      number: fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
      note: fc.option(fc.string()),
      placed_at: fc.date({ noInvalidDate: true, min: new Date(-8e14), max: new Date(8e14) }),
      day: day.map((date) => date.toISOString().slice(0, 10)),
      coupon: fc.string(),
    });
    fc.assert(
      fc.property(events, (event) => {
        expect(codec.decode('orders', 'OrderPlaced', codec.encode('orders', 'OrderPlaced', event))).toEqual(event);
      }),
    );
  });

  test('names the field that does not fit', () => {
    expect(() => codec.encode('orders', 'OrderPlaced', { ...placed, day: '28.2.2026' })).toThrow(/OrderPlaced.*day/);
  });

  test.each([
    ['not in the wire format', 'ff00000001'],
    ['shorter than a frame', '0000'],
    ['an unknown schema id', '000000ffff00'],
    ['the id of another type', '0000000003026f'],
    ['a truncated body', '00000000020e'],
    ['trailing bytes', '0000000002' + '0e' + '00' + 'f6a1abfef962' + 'c0c002' + '0c737072696e67' + '00'],
  ])('M13: refuses bytes that are %s', (_what, hex) => {
    expect(() => codec.decode('orders', 'OrderPlaced', Buffer.from(hex, 'hex'))).toThrow(
      expect.objectContaining({ code: 'event-undecodable', permanent: true }),
    );
  });

  test('M18: refuses to start when the newest version cannot read a stored one', () => {
    const [v1] = testCatalogue.events;
    if (!v1) throw new Error('no event');
    const incompatible = {
      type: 'record',
      name: 'OrderPlaced',
      namespace: 'test.orders',
      fields: [{ name: 'added_without_default', type: 'string' }],
    };
    const broken: Catalogue = { topics: [], events: [v1, { ...v1, id: 9, version: 2, schema: incompatible }] };
    expect(() => createCodec(broken)).toThrow(expect.objectContaining({ code: 'schema-incompatible' }));
  });
});

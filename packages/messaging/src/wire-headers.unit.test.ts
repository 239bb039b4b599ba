import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { restoreHeaders, storeHeaders } from './wire-headers.ts';

const value = fc.uint8Array().map((bytes) => Buffer.from(bytes));

describe('headers in a jsonb column', () => {
  test('come back byte for byte, whatever they hold', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.oneof(value, fc.array(value, { minLength: 1 }))), (headers) => {
        const restored = restoreHeaders(JSON.parse(JSON.stringify(storeHeaders(headers))));
        for (const [name, sent] of Object.entries(headers)) {
          const got = restored[name];
          const bytes = [got].flat().map((part) => Buffer.from(part ?? 'missing'));
          expect(Buffer.concat(bytes).equals(Buffer.concat([sent].flat()))).toBe(true);
        }
      }),
    );
  });

  test('never hold U+0000, which jsonb refuses', () => {
    expect(JSON.stringify(storeHeaders({ a: 'x\0y', b: Buffer.from([0]) }))).not.toContain('\\u0000');
  });
});

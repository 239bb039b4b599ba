import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { asStored, toJson } from './json.ts';

test('what jsonb refuses is left out, so that no result can make its commit impossible', () => {
  expect(toJson({ text: 'a\0b', half: '\ud800' })).toBe('{"text":"ab","half":"\ufffd"}');
  expect(toJson('a literal \\u0000 stays')).toBe('"a literal \\\\u0000 stays"');
});

test('a result is the same before and after a restart', () => {
  expect(asStored({ at: new Date(0), gone: undefined })).toEqual({ at: '1970-01-01T00:00:00.000Z' });
  expect([asStored(undefined), asStored(null)]).toEqual([null, null]);
  fc.assert(fc.property(fc.json(), (json) => expect(asStored(asStored(JSON.parse(json)))).toEqual(asStored(JSON.parse(json)))));
});

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { encodeParams } from './encode.ts';
import { parseJson } from './parse-json.ts';

describe('LC6 encoding', () => {
  it('brings any text back', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (name) => {
        expect(new URLSearchParams(encodeParams({ name })).get('name')).toBe(name);
      }),
    );
  });

  it.each(['Summer Sale & more', 'a=b', '100%', '1+1', '🎉 "quoted"', 'line\nbreak'])(
    'keeps %j also inside nested values',
    (text) => {
      const params = new URLSearchParams(encodeParams({ spec: { link: text } }));
      expect(JSON.parse(params.get('spec') ?? '')).toEqual({ link: text });
    },
  );

  it('sends booleans and numbers as JSON and leaves null out', () => {
    expect(encodeParams({ a: false, b: 5000, c: null, d: [] })).toBe('a=false&b=5000&d=%5B%5D');
  });
});

describe('LC5 digits', () => {
  it('keeps the digits of a number that a double cannot hold', () => {
    expect(parseJson('{"report_run_id":120210000000000001}')).toEqual({ report_run_id: '120210000000000001' });
    expect(parseJson('{"n":5000,"x":9.67}')).toEqual({ n: 5000, x: 9.67 });
  });

  it('answers undefined for what is not JSON', () => {
    expect(parseJson('{"id":"12')).toBeUndefined();
    expect(parseJson('<html>')).toBeUndefined();
    expect(parseJson('')).toBeUndefined();
  });
});

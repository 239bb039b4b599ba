import { describe, expect, test } from '@jest/globals';
import { type Cut, type Direction, judgeChunk } from './judge-chunk.ts';

describe('bytes on their way', () => {
  test.each<[Cut, Direction, boolean]>([
    ['before-request', 'request', false],
    ['after-request', 'request', true],
    ['before-response', 'response', false],
  ])('an armed cut %s hits the %s and is spent', (cut, direction, passes) => {
    expect(judgeChunk([cut], direction)).toEqual({ passes, isCut: true, armed: [] });
  });

  test('of the other direction pass, and the cut stays armed', () => {
    expect(judgeChunk(['before-response'], 'request')).toEqual({ passes: true, isCut: false, armed: ['before-response'] });
    expect(judgeChunk(['after-request'], 'response')).toEqual({ passes: true, isCut: false, armed: ['after-request'] });
  });

  test('one cut per chunk, oldest first', () => {
    expect(judgeChunk(['before-response', 'after-request', 'before-request'], 'request')).toEqual({
      passes: true,
      isCut: true,
      armed: ['before-response', 'before-request'],
    });
  });
});

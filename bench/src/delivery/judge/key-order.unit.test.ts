import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { compareIds, type Delivered, judgeKeyOrder } from './key-order.ts';

/** `a2` is the second event of key `a`. */
const come = (...names: string[]): Delivered[] =>
  names.map((name) => ({ eventId: name, key: name.slice(0, 1), keySeq: Number(name.slice(1)) }));

describe('order per key', () => {
  test('keys may overtake each other, events of one key may not', () => {
    expect(judgeKeyOrder(come('a1', 'b1', 'b2', 'a2'))).toEqual({ keys: 2, events: 4, repeats: 0, inversions: 0, gaps: 0 });
    expect(judgeKeyOrder(come('a1', 'a3', 'a2'))).toMatchObject({ inversions: 1, gaps: 0 });
  });

  test('a copy is a repeat, and where it comes is no matter', () => {
    expect(judgeKeyOrder(come('a1', 'a2', 'a1', 'a3', 'a2'))).toMatchObject({ events: 3, repeats: 2, inversions: 0, gaps: 0 });
  });

  test('a number that never comes is a gap, the first of a key as well', () => {
    expect(judgeKeyOrder(come('a2', 'a5', 'b1'))).toMatchObject({ events: 3, inversions: 0, gaps: 3 });
  });

  test('two events with one number are an inversion', () => {
    const twins = [...come('a1'), { eventId: 'other', key: 'a', keySeq: 1 }];
    expect(judgeKeyOrder(twins)).toMatchObject({ events: 2, inversions: 1, gaps: 0 });
  });

  test('whatever is swapped or left out of the middle of a key is noticed', () => {
    const cases = fc.record({ length: fc.integer({ min: 3, max: 30 }), at: fc.nat(), isSwap: fc.boolean() });
    fc.assert(
      fc.property(cases, ({ length, at, isSwap }) => {
        const events = come(...Array.from({ length }, (_, index) => `a${index + 1}`));
        const place = at % (length - 1);
        const spoilt = isSwap
          ? events.toSpliced(place, 2, ...events.slice(place, place + 2).toReversed())
          : events.toSpliced(place, 1);
        const { inversions, gaps } = judgeKeyOrder(spoilt);
        expect([inversions, gaps]).toEqual(isSwap ? [1, 0] : [0, 1]);
      }),
    );
  });
});

test('what was committed and what came are compared both ways', () => {
  expect(compareIds(['a1', 'a2', 'b1'], come('a1', 'b1', 'c1', 'c1'))).toEqual({ lost: 1, unheardOf: 1 });
});

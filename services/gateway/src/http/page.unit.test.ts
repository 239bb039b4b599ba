import { describe, expect, it } from '@jest/globals';
import { newId } from '@mao/service-kit';
import type { Request } from 'express';
import fc from 'fast-check';
import { page, pageRequest } from './page.ts';

const asking = (query: Record<string, string>) => pageRequest({ query } as unknown as Request, {});
const ids = Array.from({ length: 5 }, newId);
const cursorAfter = (shown: number): string =>
  page(
    ids,
    shown,
    (id) => id,
    (id) => id,
  ).next_cursor ?? '';

describe('pages', () => {
  it('a cursor leads on after the last row that was shown', () => {
    expect(asking({ cursor: cursorAfter(2) }).after).toBe(ids[1]);
  });

  it('any id makes the round trip', () => {
    fc.assert(
      fc.property(fc.uuid(), (id) => {
        const { next_cursor: cursor } = page(
          [id, 'one more'],
          1,
          (row) => row,
          (row) => row,
        );
        expect(asking({ cursor: cursor ?? '' }).after).toBe(id);
      }),
    );
  });

  it('there is no next page without a row more than the limit', () => {
    expect(
      page(
        ids,
        5,
        (id) => id,
        (id) => id,
      ),
    ).toEqual({ data: ids, next_cursor: null });
    expect(page([], 5, String, String)).toEqual({ data: [], next_cursor: null });
  });

  it('what is no cursor of ours is refused', () => {
    const good = cursorAfter(1);
    const bad = ['', 'x', ids[0] ?? '', `${good}=`, `${good} `, good.slice(1), Buffer.from(ids[0] ?? '').toString('base64url')];
    for (const cursor of bad) expect(() => asking({ cursor })).toThrow(expect.objectContaining({ status: 422 }));
    fc.assert(
      fc.property(fc.string(), (cursor) => {
        expect(() => asking({ cursor })).toThrow(expect.objectContaining({ status: 422, code: 'validation' }));
      }),
    );
  });

  it('the limit is 50 unless told otherwise, and unknown parameters are refused', () => {
    expect(asking({}).limit).toBe(50);
    expect([asking({ limit: '1' }).limit, asking({ limit: '200' }).limit]).toEqual([1, 200]);
    for (const query of [{ limit: '0' }, { limit: '201' }, { limit: '' }, { offset: '1' }])
      expect(() => asking(query as unknown as Record<string, string>)).toThrow(expect.objectContaining({ status: 422 }));
  });
});

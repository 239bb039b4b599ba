import { describe, expect, it } from '@jest/globals';
import type { Level } from '../levels.ts';
import { classify } from './classify.ts';
import type { ErrorClass } from './graph-error.ts';

interface Case {
  readonly code?: number;
  readonly subcode?: number;
  readonly isTransient?: boolean;
  readonly message?: string;
  readonly httpStatus?: number;
  readonly creating?: Level;
}

const classOf = ({ code, subcode, isTransient, message, httpStatus, creating }: Case): ErrorClass =>
  classify({
    code: code ?? null,
    subcode: subcode ?? null,
    isTransient: isTransient ?? null,
    message: message ?? '',
    httpStatus: httpStatus ?? 400,
    creating: creating ?? null,
  });

/** `code` or `code/subcode`, as the reference writes them. */
const TABLE: Readonly<Record<ErrorClass, string>> = {
  RATE_LIMIT:
    '4 4/1504022 4/1504039 17 17/2446079 17/1885172 32 341 613 613/1487742 613/5044001 613/1487632 613/1487225 80000 80001 80002 80003 80004 80004/2446079 80005 80006 80008 80009 80014',
  TRANSIENT: '1 2 2/1504043 2/1504044 -2/2490547 2601/1815107 960',
  SHRINK: '100/1487534 100/1504018 2/1504038 -3/1504045',
  BAD_QUERY: '2/1504041 2/1504042 1/99 2500 3018',
  AUTH: '190 190/458 190/459 190/460 190/463 190/464 190/467 102 104',
  PERMISSION: '3 10 200 210 270 294 299 200/1870034 100/3191001 1815694 1815199 100/1815694',
  NOT_FOUND: '100/33 803',
  POLICY: '368 500 1404078 1404163 2859015 100/1404078',
  VALIDATION:
    '100 105 194 801 900 2641 2695 100/1487033 1487056 1487566 100/1487390 100/1885272 100/1885650 100/1885621 1885088 100/2446149 2446383 100/3858081 3858258 100/4834011 4834011 100/2490487 2490487 777777',
  VERSION: '2635',
};

const rows = Object.entries(TABLE).flatMap(([errorClass, codes]) => codes.split(' ').map((code) => [code, errorClass] as const));

describe('LC15 error classes', () => {
  it.each(rows)('%s is %s', (codes, errorClass) => {
    const [code, subcode] = codes.split('/').map(Number);
    expect(classOf({ ...(code !== undefined && { code }), ...(subcode !== undefined && { subcode }) })).toBe(errorClass);
  });

  it('knows the flaky creative failure, on creatives only', () => {
    expect(classOf({ code: 100, subcode: 1487390, isTransient: false, creating: 'creative' })).toBe('TRANSIENT');
    expect(classOf({ code: 100, subcode: 1487390, creating: 'ad' })).toBe('VALIDATION');
  });

  it('reads "reduce the amount of data" as a query to shrink', () => {
    expect(
      classOf({
        code: 1,
        message: "Please reduce the amount of data you're asking for, then retry your request",
        httpStatus: 500,
      }),
    ).toBe('SHRINK');
  });

  it('lets a known pair win over is_transient, and is_transient over the code', () => {
    expect(classOf({ code: 100, subcode: 1885621, isTransient: true })).toBe('VALIDATION');
    expect(classOf({ code: 100, subcode: 33, isTransient: true })).toBe('NOT_FOUND');
    expect(classOf({ code: 100, isTransient: true })).toBe('TRANSIENT');
    expect(classOf({ code: 2, isTransient: false })).toBe('TRANSIENT');
  });

  it('keeps a throttle a throttle when Meta also calls it transient', () => {
    expect(classOf({ code: 4, isTransient: true })).toBe('RATE_LIMIT');
  });

  it.each([
    [429, 'RATE_LIMIT'],
    [408, 'TRANSIENT'],
    [500, 'TRANSIENT'],
    [503, 'TRANSIENT'],
    [301, 'TRANSIENT'],
    [404, 'VALIDATION'],
    [418, 'VALIDATION'],
  ])('falls back to HTTP status %i: %s', (httpStatus, errorClass) => {
    expect(classOf({ httpStatus })).toBe(errorClass);
  });
});

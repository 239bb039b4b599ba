import type { ErrorClass } from './graph-error.ts';

// Meta's codes by class: Marketing API error reference, and what public clients observed.

/** Exact (code, subcode) pairs: the strongest evidence. `100/1487390` is apart, see classify. */
export const PAIRS: ReadonlyMap<string, ErrorClass> = new Map<string, ErrorClass>([
  ['4/1504022', 'RATE_LIMIT'],
  ['4/1504039', 'RATE_LIMIT'],
  ['17/2446079', 'RATE_LIMIT'],
  ['17/1885172', 'RATE_LIMIT'],
  ['613/1487742', 'RATE_LIMIT'],
  ['613/5044001', 'RATE_LIMIT'],
  ['613/1487632', 'RATE_LIMIT'],
  ['613/1487225', 'RATE_LIMIT'],
  ['2/1504043', 'TRANSIENT'],
  ['2/1504044', 'TRANSIENT'],
  ['-2/2490547', 'TRANSIENT'],
  ['2601/1815107', 'TRANSIENT'],
  ['9007/2207027', 'TRANSIENT'], // Instagram: the container is not ready to be published
  ['100/1487534', 'SHRINK'],
  ['100/1504018', 'SHRINK'],
  ['2/1504038', 'SHRINK'],
  ['-3/1504045', 'SHRINK'],
  ['2/1504041', 'BAD_QUERY'],
  ['2/1504042', 'BAD_QUERY'],
  ['1/99', 'BAD_QUERY'],
  ['190/458', 'AUTH'],
  ['190/459', 'AUTH'],
  ['190/460', 'AUTH'],
  ['190/463', 'AUTH'],
  ['190/464', 'AUTH'],
  ['190/467', 'AUTH'],
  ['200/1870034', 'PERMISSION'],
  ['100/3191001', 'PERMISSION'],
  ['100/33', 'NOT_FOUND'],
]);

/** Numbers long enough to be unmistakable: Meta sends them as subcode or as code. */
export const LONG_NUMBERS: ReadonlyMap<number, ErrorClass> = new Map<number, ErrorClass>([
  [1815694, 'PERMISSION'],
  [1815199, 'PERMISSION'],
  [1404078, 'POLICY'],
  [1404163, 'POLICY'],
  [2859015, 'POLICY'],
  [1885272, 'VALIDATION'],
  [1885650, 'VALIDATION'],
  [1885621, 'VALIDATION'],
  [4834011, 'VALIDATION'],
  [4834005, 'VALIDATION'],
  [2490487, 'VALIDATION'],
]);

/**
 * Codes that are a throttle whatever the subcode and whatever `is_transient` says: Meta often flags throttles as transient,
 * and a plain backoff would burn the tries that the stated wait would save.
 */
export const THROTTLE_CODES: ReadonlySet<number> = new Set([
  4, 17, 32, 341, 613, 80000, 80001, 80002, 80003, 80004, 80005, 80006, 80008, 80009, 80014,
]);

/** Plain codes, used when neither the pair nor `is_transient` decides. */
export const CODES: ReadonlyMap<number, ErrorClass> = new Map<number, ErrorClass>([
  [1, 'TRANSIENT'],
  [2, 'TRANSIENT'],
  [960, 'TRANSIENT'],
  [2500, 'BAD_QUERY'],
  [3018, 'BAD_QUERY'],
  [190, 'AUTH'],
  [102, 'AUTH'],
  [104, 'AUTH'],
  [3, 'PERMISSION'],
  [10, 'PERMISSION'],
  [803, 'NOT_FOUND'],
  [368, 'POLICY'],
  [500, 'POLICY'],
  [100, 'VALIDATION'],
  [105, 'VALIDATION'],
  [194, 'VALIDATION'],
  [801, 'VALIDATION'],
  [900, 'VALIDATION'],
  [2641, 'VALIDATION'],
  [2695, 'VALIDATION'],
  [2635, 'VERSION'],
]);

/** Inclusive ranges of codes. */
export const CODE_RANGES: readonly { readonly from: number; readonly to: number; readonly class: ErrorClass }[] = [
  { from: 200, to: 299, class: 'PERMISSION' },
  { from: 1_487_000, to: 1_487_999, class: 'VALIDATION' },
  { from: 1_885_000, to: 1_885_999, class: 'VALIDATION' },
  { from: 2_446_000, to: 2_446_999, class: 'VALIDATION' },
  { from: 3_858_000, to: 3_858_999, class: 'VALIDATION' },
];

import { expect, test } from '@jest/globals';
import { differingTables } from './checksum.ts';

test('tables differ by content, by number of rows, and by being there at all', () => {
  const one = { effects: { rows: 2, checksum: 'a' }, inbox: { rows: 2, checksum: 'b' }, outbox: { rows: 0, checksum: '' } };
  expect(differingTables(one, one)).toEqual([]);
  expect(differingTables(one, { ...one, effects: { rows: 2, checksum: 'x' } })).toEqual(['effects']);
  expect(differingTables(one, { ...one, inbox: { rows: 3, checksum: 'b' } })).toEqual(['inbox']);
  const { outbox, ...others } = one;
  expect(differingTables(one, others)).toEqual(['outbox']);
  expect(differingTables(others, { ...others, outbox })).toEqual(['outbox']);
});

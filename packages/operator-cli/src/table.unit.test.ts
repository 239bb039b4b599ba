import { expect, test } from '@jest/globals';
import { asTable } from './table.ts';

test('columns are aligned and every kind of value is readable', () => {
  const rows = [
    { service: 'gateway', rows: 3, oldest: null },
    { service: 'x', rows: 12, oldest: new Date('2026-11-23T10:00:00Z') },
  ];
  expect(asTable(rows)).toBe(
    [
      'service  rows  oldest',
      '-------  ----  ------------------------',
      'gateway  3     -',
      'x        12    2026-11-23T10:00:00.000Z',
    ].join('\n'),
  );
});

test('no rows are said in a word', () => {
  expect(asTable([])).toBe('nothing');
});

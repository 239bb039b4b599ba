import type { Row } from './command.ts';

const MAX_CELL = 90;

/** Rows as aligned columns; a sentence when there are none. */
export function asTable(rows: readonly Row[]): string {
  const [first] = rows;
  if (first === undefined) return 'nothing';
  const columns = Object.keys(first);
  const texts = rows.map((row) => columns.map((column) => cell(row[column])));
  const widths = columns.map((column, index) => Math.max(column.length, ...texts.map((text) => text[index]?.length ?? 0)));
  const line = (cells: readonly string[]) =>
    cells
      .map((text, index) => text.padEnd(widths[index] ?? 0))
      .join('  ')
      .trimEnd();
  return [line(columns), line(widths.map((width) => '-'.repeat(width))), ...texts.map(line)].join('\n');
}

/** Each row as a block of its own, a field a line; objects are written out. */
export function asBlocks(rows: readonly Row[]): string {
  if (rows.length === 0) return 'nothing';
  return rows.map(asBlock).join('\n\n');
}

function asBlock(row: Row): string {
  const width = Math.max(...Object.keys(row).map((name) => name.length));
  const lines = Object.entries(row).map(([name, value]) => {
    const text = isPlain(value) ? JSON.stringify(value, null, 2) : whole(value);
    return `${name.padEnd(width)}  ${text.replaceAll('\n', `\n${' '.repeat(width + 2)}`)}`;
  });
  return lines.join('\n');
}

function isPlain(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !(value instanceof Date);
}

/** A long reason must not break the table; --json and show have all of it. */
function cell(value: unknown): string {
  const text = whole(value).replaceAll(/\s+/g, ' ');
  return text.length > MAX_CELL ? `${text.slice(0, MAX_CELL - 1)}…` : text;
}

function whole(value: unknown): string {
  if (value === null || value === undefined) return '-';
  if (value instanceof Date) return value.toISOString();
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

import { median } from './statistics.ts';

/** What repeated runs gave, as it is kept in raw results beside the single values. */
export interface Spread {
  readonly runs: number;
  readonly min: number;
  readonly median: number;
  readonly max: number;
}

export function spreadOf(values: readonly number[]): Spread {
  return { runs: values.length, min: Math.min(...values), median: median(values), max: Math.max(...values) };
}

/** Median, with the least and the most. */
export function spreadText(values: readonly number[]): string {
  const { min, median: middle, max } = spreadOf(values);
  return `${figure(middle)} (${figure(min)} to ${figure(max)})`;
}

function figure(value: number): string {
  const [size, digits] = [Math.abs(value), value < 10 ? 2 : 1];
  return value.toFixed(size < 100 ? digits : 0);
}

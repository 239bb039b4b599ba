import { expect, test } from '@jest/globals';
import { seriesOf } from './metric-text.ts';

const TEXT = `# HELP lag Messages not yet handled
# TYPE lag gauge
lag{partition="0",service="a b"} 3
lag{partition="1",service="a b"} 4.5
lag_total 9
plain 1`;

test('the series of a metric are read, and nothing of one whose name only begins like it', () => {
  expect(seriesOf(TEXT, 'lag')).toEqual([3, 4.5]);
  expect(seriesOf(TEXT, 'plain')).toEqual([1]);
  expect(seriesOf(TEXT, 'gone')).toEqual([]);
});

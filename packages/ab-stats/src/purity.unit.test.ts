import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';

const sources = readdirSync(new URL('.', import.meta.url), { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts') && !path.endsWith('.test.ts'))
  .map((path) => [path, readFileSync(new URL(path, import.meta.url), 'utf8')] as const);

// Its inference functions read printed tables, draw unseeded numbers or are a tenth of a percent off.
const ALLOWED = /^(sample)?(mean|variance|sum|quantile|median|standardDeviation)/i;

it('R1 takes means, variances and quantiles from simple-statistics, never an inference', () => {
  const imported = sources.flatMap(([, text]) => [...text.matchAll(/import \{([^}]*)\} from 'simple-statistics'/g)]);
  const names = imported.flatMap(([, list = '']) => list.split(',').map((name) => name.trim()));
  expect(names.length).toBeGreaterThan(0);
  expect(names.filter((name) => !ALLOWED.test(name))).toEqual([]);
});

it('reads no clock and rolls no unseeded dice', () => {
  const impure = sources.filter(([, text]) => /Date\.now|new Date\(\)|Math\.random|performance\.|process\./.test(text));
  expect(impure.map(([path]) => path)).toEqual([]);
});

import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from '@jest/globals';

const root = fileURLToPath(new URL('../../', import.meta.url));
const sources = globSync(['services/*/src/**/*.ts', 'packages/graph-api/src/**/*.ts'], { cwd: root }).filter(
  (file) => !/\.(unit|int|e2e)\.test\.ts$/.test(file),
);

/** The one place that may know of modes: it turns them into a base URL and a secret. */
const SETTINGS = 'packages/graph-api/src/env-settings.ts';

it('FG23: nothing but the settings tells stub from live; services and client have one code path', () => {
  expect(sources.length).toBeGreaterThan(50);
  const branching = sources.filter((file) => /['"]stub['"]|isStub|stubMode/.test(readFileSync(`${root}${file}`, 'utf8')));
  expect(branching).toEqual([SETTINGS]);
});

it('FG23: no service or client imports the fake outside its tests', () => {
  const importing = sources.filter((file) => readFileSync(`${root}${file}`, 'utf8').includes('@mao/graph-api-fake'));
  expect(importing.filter((file) => !file.includes('/testing/'))).toEqual([]);
});

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { orchestrate } from './scenario.ts';

const folder = mkdtempSync(join(tmpdir(), 'mao-bench-'));
beforeAll(() => {
  // The servers of the test run, as the stack knows them.
  process.env['DATABASE_URL'] = process.env['TEST_DATABASE_URL'];
  process.env['KAFKA_BROKERS'] = process.env['TEST_KAFKA_BROKERS'];
  jest.spyOn(console, 'log').mockImplementation(() => undefined);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('the benchmark builds every campaign in all three ways and writes down each round', async () => {
  const output = join(folder, 'result.json');
  const args = ['--in-flight', '4', '--delay-ms', '5', '--runs', '8', '--rounds', '1', '--output', output];
  expect(await orchestrate(args, new AbortController().signal)).toBe(true);
  const result = JSON.parse(readFileSync(output, 'utf8'));
  expect(result.graphCalls).toMatchObject({ total: 8, sequentialRounds: 6 });
  expect(result.measured[0].rounds.map((round: { subject: string }) => round.subject)).toEqual(['ours', 'floor', 'dbos']);
  for (const { result: figures } of result.measured[0].rounds) expect(figures).toMatchObject({ measured: 8, failures: 0 });
}, 120_000);

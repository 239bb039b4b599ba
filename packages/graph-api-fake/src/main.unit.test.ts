import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, it } from '@jest/globals';
import { readCliOptions, UsageError } from './cli-options.ts';

it('reads flags before environment variables', () => {
  const options = readCliOptions(
    ['--port', '1234', '--strict-tokens'],
    { FAKE_PORT: '9', FAKE_LATENCY_MS: '50', FAKE_STATE: 'a.jsonl' },
    1_800_000_000_000,
  );
  expect(options).toMatchObject({
    port: 1234,
    strictTokens: true,
    latencyMs: 50,
    stateFile: 'a.jsonl',
    firstId: '120218000000000001',
  });
  expect(readCliOptions([], {}, 0 + 1_800_000_000_000)).toMatchObject({
    port: 8200,
    strictTokens: false,
    appSecret: null,
    strict: false,
  });
  expect(readCliOptions(['--strict', '--webhook-secret', 's'], {}, 1_800_000_000_000)).toMatchObject({
    strict: true,
    webhookSecret: 's',
  });
});

it.each([['--port=x'], ['--nonsense'], ['--first-id=12']])('refuses %s', (flag) => {
  expect(() => readCliOptions([flag], {}, 1_800_000_000_000)).toThrow(UsageError);
});

it('prints one line when it listens and stops cleanly on SIGTERM', async () => {
  const main = fileURLToPath(new URL('./main.ts', import.meta.url));
  const child = spawn(process.execPath, [main, '--port', '0'], { stdio: ['ignore', 'pipe', 'inherit'], env: {} });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  const url = /^graph-api-fake listening on (http:\/\/127\.0\.0\.1:\d+)\n$/.exec(line.toString())?.[1];
  expect((await fetch(`${url}/v26.0/act_1?access_token=T`)).status).toBe(200);
  child.kill('SIGTERM');
  expect(await once(child, 'exit')).toEqual([0, null]);
});

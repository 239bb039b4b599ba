import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';

interface End {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs one of the repository's programs to its end, as a person or a supervisor would. */
function run(args: readonly string[], env: NodeJS.ProcessEnv): Promise<End> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, {
      env: { PATH: process.env['PATH'], ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const out = { stdout: '', stderr: '' };
    child.stdout.on('data', (chunk: Buffer) => {
      out.stdout += chunk;
    });
    child.stderr.on('data', (chunk: Buffer) => {
      out.stderr += chunk;
    });
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, ...out }));
  });
}

describe('a service with a bad environment', () => {
  test.each(['gateway', 'campaign-orchestrator', 'insights-sync', 'ab-evaluator', 'publisher'])(
    '%s names every problem, shows no secret and ends with 78',
    async (service) => {
      const end = await run([`services/${service}/src/main.ts`], {
        KAFKA_BROKERS: 'nowhere',
        PORT: 'high',
        LOG_LEVEL: 'loud',
        DATABASE_URL: 'hunter2',
        TOKEN_ENCRYPTION_KEY: 'hunter3',
      });
      expect(end.code).toBe(78);
      for (const name of ['DATABASE_URL', 'KAFKA_BROKERS', 'PORT', 'LOG_LEVEL']) expect(end.stderr).toContain(`  ${name}: `);
      expect(end.stdout + end.stderr).not.toMatch(/hunter|\n {4}at /);
    },
  );

  test.each(['campaign-orchestrator', 'insights-sync'])('LC1: %s refuses live mode without credentials', async (service) => {
    const env = {
      DATABASE_URL: 'postgres://db/x',
      KAFKA_BROKERS: 'a:1',
      TOKEN_ENCRYPTION_KEY: randomBytes(32).toString('base64'),
      META_ADS_MODE: 'live',
    };
    const end = await run([`services/${service}/src/main.ts`], env);
    expect([end.code, end.stderr]).toEqual([78, expect.stringContaining('META_APP_SECRET: live mode needs the app secret')]);
  });
});

describe('the programs that break the system', () => {
  const SIM = 'tests/simulation/main.ts';
  const CHAOS = 'tests/chaos-run/main.ts';

  test.each([SIM, CHAOS])('%s --help shows its options and ends with 0', async (program) => {
    const end = await run([program, '--help'], {});
    expect(end).toEqual({ code: 0, stdout: expect.stringContaining('--seed N'), stderr: '' });
  });

  test.each([
    [SIM, '--seeds', '0', '--seeds must be a whole number from 1'],
    [SIM, '--sed', '7', "Unknown option '--sed'"],
    [CHAOS, '--minutes', '1', '--minutes must be a number from 1.25'],
    [CHAOS, '--sed', '7', "Unknown option '--sed'"],
  ])('%s %s %s is refused with the reason and the usage, and ends with 64', async (program, option, value, reason) => {
    const end = await run([program, option, value], {});
    expect([end.code, end.stdout]).toEqual([64, '']);
    expect(end.stderr).toMatch(/^Usage: npm run/m);
    expect(end.stderr).toContain(reason);
    expect(end.stderr).not.toMatch(/\n {4}at /);
  });
});

test('the demo ends well, twice in a row on the same data', async () => {
  const env = {
    HOME: process.env['HOME'],
    DATABASE_URL: process.env['TEST_DATABASE_URL'],
    KAFKA_BROKERS: process.env['TEST_KAFKA_BROKERS'],
    KAFKA_TOPIC_PREFIX: `demo${randomBytes(4).toString('hex')}_`,
    DATA_DIR: `.local/demo-test-${randomBytes(4).toString('hex')}`,
  };
  try {
    for (const _round of [1, 2]) {
      const end = await run(['packages/local-stack/src/demo/main.ts'], env);
      expect(end).toMatchObject({ code: 0, stderr: '' });
      expect(end.stdout).toMatch(/published the winner.*PublishLog [0-9a-f-]{36}\n.*status success, post \d+/);
      expect(end.stdout).toContain('the same ones');
      expect(end.stdout).toContain('one refused and removed without a trace');
    }
  } finally {
    rmSync(env.DATA_DIR, { recursive: true, force: true });
  }
}, 180_000);

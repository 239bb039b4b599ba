import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { REPOSITORY_ROOT } from '@mao/local-stack';
import type { Command, Row } from '../command.ts';
import { isSet, noArguments, textOf } from '../input.ts';
import { stackFileOf } from '../service-databases.ts';
import { UsageError } from '../usage-error.ts';

const SERVICE = 'campaign-orchestrator';
const run = promisify(execFile);

/**
 * The orchestrator owns the rows and the rules, so its own program does it: with the environment given here, completed by what
 * the running local stack uses.
 */
export const reconcile: Command = {
  usage: '--account ID [--dry-run]',
  summary: 'objects at Meta against our rows; removes leftovers unless --dry-run',
  options: {
    account: { type: 'string', value: 'ID', summary: 'the social account' },
    'dry-run': { type: 'boolean', summary: 'lists what would be done and does nothing' },
  },
  examples: ['reconcile --account 019a2b4c-… --dry-run'],
  async run({ databases, env: given }, input) {
    noArguments(input, 'reconcile');
    const account = textOf(input, 'account');
    if (account === undefined) throw new UsageError('reconcile needs --account with the id of a social account.');
    const program = join(REPOSITORY_ROOT, 'services', SERVICE, 'src/cli/reconcile.ts');
    const args = [program, '--account', account, ...(isSet(input, 'dry-run') ? ['--dry-run'] : [])];
    const env = { ...environmentOfStack(given), ...given, DATABASE_URL: databases[SERVICE] };
    const { stdout } = await run(process.execPath, args, { env }).catch((error: { stderr?: string; message: string }) => {
      throw new Error(error.stderr?.trim() || error.message);
    });
    return { rows: JSON.parse(stdout) as Row[] };
  },
};

function environmentOfStack(given: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const file = stackFileOf(given);
  if (file === undefined) return {};
  const stack = JSON.parse(readFileSync(file, 'utf8')) as { fake_url: string; kafka_brokers: string };
  const secretsFile = join(dirname(file), 'secrets.json');
  const secrets = existsSync(secretsFile)
    ? (JSON.parse(readFileSync(secretsFile, 'utf8')) as { token_encryption_key: string })
    : undefined;
  return {
    GRAPH_API_BASE_URL: stack.fake_url,
    KAFKA_BROKERS: stack.kafka_brokers,
    TOKEN_ENCRYPTION_KEY: secrets?.token_encryption_key,
  };
}

import { parseArgs } from 'node:util';
import { createGraphClient, graphSettingsOf } from '@mao/graph-api';
import { createTokenCipher, openDatabase } from '@mao/service-kit';
import { settingsOrExit } from '@mao/service-kit/settings';
import { entities } from '../entities/index.ts';
import { sweepAccount } from '../reconcile/sweep.ts';
import { createReplicas } from '../replicas/replicas.ts';
import { settingsSchema, settleMs } from '../settings.ts';

// `npm run cli -- reconcile --account ID [--dry-run]`: the table Meta against us of one account, as JSON lines on stdout. Runs
// with the environment of the service. Without --dry-run leftovers are removed, as the standing job would do it.

const CONNECTIONS = 4;

const { values } = parseArgs({ options: { account: { type: 'string' }, 'dry-run': { type: 'boolean', default: false } } });
const socialAccountId = values.account ?? '';
const settings = settingsOrExit(settingsSchema, process.env);
const orm = await openDatabase({ url: settings.DATABASE_URL, applicationName: 'reconcile', entities, migrations: [] });
const graph = createGraphClient(graphSettingsOf(settings, CONNECTIONS));
try {
  const token = await createReplicas(orm, createTokenCipher(settings.TOKEN_ENCRYPTION_KEY)).token(socialAccountId);
  if (token === undefined) throw new Error(`No account ${socialAccountId} with a token is known here.`);
  const swept = await sweepAccount({
    orm,
    graph,
    socialAccountId,
    access: token,
    markerSecret: settings.TOKEN_ENCRYPTION_KEY,
    minAgeMs: settleMs(settings) * 2,
    nowMs: Date.now(),
    isDryRun: values['dry-run'],
  });
  if (!swept.ok) throw new Error(`Meta does not answer: ${swept.error.message}`);
  process.stdout.write(`${JSON.stringify(swept.lines)}\n`);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
} finally {
  await graph.close();
  await orm.close(true);
}

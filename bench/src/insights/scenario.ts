import { machineFacts } from '../machine/facts.ts';
import { writeResults } from '../orchestrate/results.ts';
import { type Account, resultOf, type Scene, send, setScene } from '../orchestrate/stack.ts';
import { UsageError } from '../usage-error.ts';
import { advertise } from './advertised.ts';

export const INSIGHTS_USAGE =
  'insights: a first sync of 1,000 ads on four accounts through the gateway, and the same again without changes';

/** Building 1,000 ads on one account would take as long as Meta's limits for one account want it to. */
const ACCOUNTS = 4;
const ADS_EACH = 250;
const SECONDS_ALLOWED = 10;
const REPEAT_SECONDS_ALLOWED = SECONDS_ALLOWED / 3;

interface Synced {
  readonly seconds: number;
  readonly rows: number;
  readonly changed: number;
}

/** @returns whether the first sync and the repeat stayed within what is allowed */
export async function insights(args: readonly string[], signal: AbortSignal): Promise<boolean> {
  if (args.length > 0) throw new UsageError('insights takes no options.');
  console.log('Starting PostgreSQL, Kafka, the fake Graph server and five services …');
  const scene = await setScene(signal);
  try {
    return await measure(scene);
  } finally {
    await scene.stack.stop();
  }
}

async function measure(scene: Scene): Promise<boolean> {
  const accounts = scene.accounts.slice(0, ACCOUNTS);
  console.log(`Building ${ADS_EACH} ads on each of ${ACCOUNTS} accounts …`);
  await advertise(scene, accounts, ADS_EACH);
  const first = await syncAll(scene, accounts);
  const repeat = await syncAll(scene, accounts);
  console.log(
    `first sync: ${first.rows} rows, ${first.changed} new or changed, ${first.seconds.toFixed(2)} s (allowed: ${SECONDS_ALLOWED})`,
  );
  console.log(
    `repeat: ${repeat.changed} changed, ${repeat.seconds.toFixed(2)} s (allowed: ${REPEAT_SECONDS_ALLOWED.toFixed(2)}), ${(repeat.seconds / first.seconds).toFixed(2)} of the first`,
  );
  const machine = await machineFacts(scene.stack.postgres.url);
  console.log(
    `Raw results: ${writeResults('insights', undefined, { machine, accounts: ACCOUNTS, adsEach: ADS_EACH, first, repeat })}`,
  );
  return first.seconds <= SECONDS_ALLOWED && repeat.seconds <= REPEAT_SECONDS_ALLOWED;
}

/** From the first request until the last operation has ended. */
async function syncAll(scene: Scene, accounts: readonly Account[]): Promise<Synced> {
  const startedAt = performance.now();
  const results = await Promise.all(accounts.map((account) => sync(scene, account)));
  const seconds = (performance.now() - startedAt) / 1_000;
  const total = (field: string) => results.reduce((sum, result) => sum + Number(result[field]), 0);
  return { seconds, rows: total('insights_synced'), changed: total('rows_changed') };
}

async function sync({ stack, token }: Scene, { accountId }: Account): Promise<Record<string, unknown>> {
  const queued = await send(stack, token, 'POST', `/meta/orchestrate/sync-insights/${accountId}`);
  return resultOf(stack, token, queued['operation_id']);
}

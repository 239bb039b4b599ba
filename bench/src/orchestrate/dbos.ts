import { DBOS } from '@dbos-inc/dbos-sdk';
import type { CallRound } from './call-plan.ts';
import type { CallSender } from './call-sender.ts';
import { newRunName } from './ours.ts';
import type { Subject } from './subject.ts';

/** As many as our busiest service has. */
const POOL_SIZE = 16;

/**
 * The same Graph calls as a DBOS Transact workflow, one step per round of calls, on the same PostgreSQL. Its callers sit in its
 * own process: it is spared the HTTP request, the token check and Kafka.
 */
export async function dbos(databaseUrl: string, rounds: readonly CallRound[], sender: CallSender): Promise<Subject> {
  DBOS.setConfig({
    name: 'bench',
    systemDatabaseUrl: databaseUrl,
    systemDatabasePoolSize: POOL_SIZE,
    logLevel: 'error',
    runAdminServer: false,
  });
  const workflow = DBOS.registerWorkflow(
    async (runName: string): Promise<readonly string[]> => {
      let ids: readonly string[] = [];
      for (const [index, round] of rounds.entries()) {
        const known = ids;
        ids = await DBOS.runStep(() => sender.sendRound(round, runName, known), { name: `round-${index + 1}` });
      }
      return ids;
    },
    { name: 'build' },
  );
  await DBOS.launch();
  return {
    name: 'dbos',
    description: 'DBOS Transact: the same Graph calls as a durable workflow, one step per round; no HTTP, no Kafka',
    async build() {
      const handle = await DBOS.startWorkflow(workflow)(newRunName());
      await handle.getResult();
    },
    stop: () => DBOS.shutdown(),
  };
}

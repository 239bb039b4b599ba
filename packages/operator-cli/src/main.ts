import { parseArgs } from 'node:util';
import type { Command } from './command.ts';
import { outboxStatus } from './commands/outbox-status.ts';
import { parkedList } from './commands/parked-list.ts';
import { reconcile } from './commands/reconcile.ts';
import { sagasList } from './commands/sagas-list.ts';
import { sagasShow } from './commands/sagas-show.ts';
import { serviceDatabases } from './service-databases.ts';
import { asTable } from './table.ts';

// `npm run cli -- <command>`: looks into the services' databases, of the running stack or of those that DATABASE_URL_<SERVICE> names.

const COMMANDS: Readonly<Record<string, Command>> = {
  'outbox status': outboxStatus,
  'parked list': parkedList,
  reconcile,
  'sagas list': sagasList,
  'sagas show': sagasShow,
};

const USAGE_ERROR = 64; // sysexits.h

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'boolean', default: false },
    status: { type: 'string' },
    account: { type: 'string' },
    'dry-run': { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
const [noun = '', verb = '', ...rest] = positionals;
const command = COMMANDS[`${noun} ${verb}`.trim()];

if (command === undefined || values.help) {
  const lines = Object.entries(COMMANDS).map(
    ([name, { usage, summary }]) => `  ${`${name} ${usage}`.trim().padEnd(30)} ${summary}`,
  );
  console.log(`npm run cli -- <command> [--json]\n\n${lines.join('\n')}`);
  process.exitCode = values.help ? 0 : USAGE_ERROR;
} else {
  try {
    const rows = await command.run(serviceDatabases(process.env), {
      arguments: rest,
      status: values.status,
      account: values.account,
      isDryRun: values['dry-run'],
    });
    console.log(values.json ? JSON.stringify(rows, null, 2) : asTable(rows));
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  }
}

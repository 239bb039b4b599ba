import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { startFakeGraph } from '../server.ts';
import { readRecording } from './exchange.ts';
import { createRecordProxy } from './record-proxy.ts';
import { replay } from './replay.ts';

const USAGE = `Usage:
  main.ts record FILE [--to https://graph.facebook.com] [--port 8201]
      passes Graph calls on and appends them to FILE; give your client http://127.0.0.1:8201 as base URL.
      Tokens and proofs are left out; names and amounts of the account are not: look the file over before sharing it.
  main.ts diff FILE [--url http://127.0.0.1:8200] [--version v26.0]
      sends the recorded calls to the fake (without --url: to one of its own) and lists where it answers differently.
      Exit code 1 when it does.
`;

const BAD_USAGE_EXIT_CODE = 78;

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      to: { type: 'string', default: 'https://graph.facebook.com' },
      port: { type: 'string', default: '8201' },
      url: { type: 'string' },
      version: { type: 'string', default: 'v26.0' },
    },
  });
  const [command, file] = positionals;
  if (file !== undefined && command === 'record') return await record(file, values.to, Number(values.port));
  if (file !== undefined && command === 'diff') return await diff(file, values.url, values.version);
  process.stderr.write(USAGE);
  return BAD_USAGE_EXIT_CODE;
}

async function record(file: string, to: string, port: number): Promise<number> {
  const server = createRecordProxy(to, file).listen(port, '127.0.0.1');
  await once(server, 'listening');
  process.stdout.write(`recording to ${file}: http://127.0.0.1:${port} -> ${to}; end with Ctrl-C\n`);
  await once(process, 'SIGINT');
  server.close();
  server.closeAllConnections();
  return 0;
}

async function diff(file: string, givenUrl: string | undefined, version: string): Promise<number> {
  const exchanges = readRecording(file);
  const own = givenUrl === undefined ? await startFakeGraph({ reviewMs: 0, processingMs: 0, reportMs: 0 }) : null;
  try {
    const found = await replay({ url: givenUrl ?? own?.url ?? '', version, token: 'REPLAY' }, exchanges);
    for (const { n, method, path, at, live, fake } of found) {
      process.stdout.write(`${n} ${method} ${path} ${at}: live ${live}, fake ${fake}\n`);
    }
    process.stdout.write(`${exchanges.length} exchanges, ${found.length} differences\n`);
    return found.length === 0 ? 0 : 1;
  } finally {
    await own?.stop();
  }
}

process.exitCode = await main();

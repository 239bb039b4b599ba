import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { CAMPAIGN, type GraphTester, idOf, send, startTester } from '../testing/graph-tester.ts';
import { compareShapes } from './compare-shapes.ts';
import { readRecording } from './exchange.ts';
import { createRecordProxy } from './record-proxy.ts';
import { replay } from './replay.ts';

let folder: string;
let file: string;
/** Plays the live account: another fake, with ids of its own. */
let live: GraphTester;
let proxy: Server;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'graph-recording-'));
  file = join(folder, 'recording.jsonl');
  live = await startTester({ firstId: '990000000000000001' });
  proxy = createRecordProxy(live.fake.url, file).listen(0, '127.0.0.1');
  await new Promise((resolve) => proxy.once('listening', resolve));
});
afterEach(async () => {
  proxy.closeAllConnections();
  proxy.close();
  await live.stop();
  rmSync(folder, { recursive: true });
});

async function record(): Promise<void> {
  const base = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}/v26.0`;
  const headers = { authorization: 'Bearer LIVE-SECRET', 'content-type': 'application/json' };
  const create = () =>
    send(`${base}/act_1/campaigns`, { method: 'POST', headers, body: JSON.stringify({ ...CAMPAIGN, id: 'act_1' }) });
  const id = idOf(await create());
  await create();
  await send(`${base}/act_1/campaigns?limit=1&fields=name&access_token=LIVE-SECRET`);
  await send(`${base}/${id}?fields=name,status`, { headers });
  await send(`${base}/${id}`, { method: 'DELETE', headers, body: '{}' });
}

const diff = (): Promise<{ code: number; stdout: string }> =>
  new Promise((resolve) => {
    const main = fileURLToPath(new URL('./main.ts', import.meta.url));
    const done = (error: { code?: unknown } | null, stdout: string): void =>
      resolve({ code: error === null ? 0 : Number(error.code), stdout });
    execFile(process.execPath, [main, 'diff', file], { env: {} }, done);
  });

describe('FG22: recorded exchanges', () => {
  it('are kept without tokens, and replay against the fake with its own ids and no difference', async () => {
    await record();
    expect(readFileSync(file, 'utf8')).not.toContain('LIVE-SECRET');
    expect(readRecording(file)).toHaveLength(5);
    expect(await diff()).toEqual({ code: 0, stdout: '5 exchanges, 0 differences\n' });
  });

  it('show where the fake answers differently', async () => {
    await record();
    const [create, ...rest] = readRecording(file);
    if (create === undefined) throw new Error('nothing was recorded');
    const other = await startTester();
    const changed = [{ ...create, status: 201, body: { id: '990000000000000001', success: true } }, ...rest];
    const found = await replay({ url: other.fake.url, version: 'v26.0', token: 'T' }, changed);
    await other.stop();
    expect(found).toEqual([
      { n: 1, method: 'POST', path: '/act_1/campaigns', at: 'status', live: '201', fake: '200' },
      { n: 1, method: 'POST', path: '/act_1/campaigns', at: '$.success', live: 'true', fake: 'missing' },
    ]);
  });

  it('are compared by keys and types, errors also by their codes', () => {
    expect(compareShapes({ a: '1', list: [{ x: 1 }, { y: 2 }] }, { a: '2', list: [{ x: 3, y: 4 }] })).toEqual([]);
    expect(compareShapes({ spend: '1.00' }, { spend: 1 })).toEqual([{ at: '$.spend', live: 'string', fake: 'number' }]);
    expect(compareShapes({ data: [{ a: 1 }] }, { data: [{ b: 1 }] })).toHaveLength(2);
    expect(compareShapes({ error: { code: 100, message: 'x' } }, { error: { code: 190, message: 'y' } })).toEqual([
      { at: '$.error.code', live: '100', fake: '190' },
    ]);
  });
});

import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { askPostgres, withClient } from './answers.ts';
import type { PostgresHandle, PostgresOptions } from './options.ts';
import { startPostgres } from './start-postgres.ts';

let folder: string;
let handles: PostgresHandle[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mao-pg-test-'));
  chmodSync(folder, 0o711); // as a clone's folder: another user may pass
});

afterEach(async () => {
  await Promise.all(handles.map((handle) => handle.stop()));
  handles = [];
  rmSync(folder, { recursive: true, force: true });
});

async function start(special: PostgresOptions = {}): Promise<PostgresHandle> {
  const kept = { dataDir: join(folder, 'postgres'), password: 'secret-of-the-test', logFile: join(folder, 'pg.log') };
  const handle = await startPostgres({ sources: ['embedded'], ...kept, ...special });
  handles.push(handle);
  return handle;
}

async function countRows(url: string): Promise<number> {
  return withClient(url, async (client) => (await client.query('select * from kept')).rowCount ?? -1);
}

async function insertRow(url: string): Promise<void> {
  await withClient(url, (client) => client.query('create table if not exists kept (id int); insert into kept values (1)'));
}

describe('an embedded PostgreSQL', () => {
  test('is version 18, UTF-8, on UTC, for 300 connections', async () => {
    const { url } = await start();
    const settings = ['server_version', 'server_encoding', 'TimeZone', 'max_connections', 'listen_addresses'];
    const shown = await withClient(url, async (client) => {
      const values: string[] = [];
      for (const name of settings) values.push(String(Object.values((await client.query(`show "${name}"`)).rows[0])[0]));
      return values;
    });
    expect(shown).toEqual([expect.stringMatching(/^18\./), 'UTF8', 'UTC', '300', '127.0.0.1']);
  });

  test('refuses a wrong password', async () => {
    const { url } = await start();
    await expect(askPostgres(url.replace('secret-of-the-test', 'guess'))).rejects.toMatchObject({ code: '28P01' });
  });

  test('killed in the middle keeps what was committed, address and port', async () => {
    const postgres = await start();
    await insertRow(postgres.url);
    const before = postgres.pid;
    await postgres.kill();
    await expect(askPostgres(postgres.url)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    await postgres.start();
    expect(postgres.pid).not.toBe(before);
    expect(await countRows(postgres.url)).toBe(1);
    await postgres.restart();
    expect(await countRows(postgres.url)).toBe(1);
  });

  test('frozen answers nothing and goes on where it stopped', async () => {
    const postgres = await start();
    await postgres.pause();
    const asked = askPostgres(postgres.url).then(() => 'answered');
    expect(await Promise.race([asked, new Promise((resolve) => setTimeout(resolve, 300, 'silent'))])).toBe('silent');
    await postgres.resume();
    expect(await asked).toBe('answered');
  });

  test('starts over a postmaster.pid whose pid now belongs to somebody else', async () => {
    const postgres = await start();
    await insertRow(postgres.url);
    const pidFile = join(folder, 'postgres', 'postmaster.pid');
    const stale = readFileSync(pidFile, 'utf8').replace(/^\d+/, String(process.pid));
    await postgres.kill();
    writeFileSync(pidFile, stale);
    await postgres.start();
    expect(await countRows(postgres.url)).toBe(1);
  });

  test('takes the next free port when the preferred one is busy', async () => {
    const one = await start();
    const port = Number(new URL(one.url).port);
    const other = await start({ dataDir: join(folder, 'other'), preferredPort: port });
    expect(Number(new URL(other.url).port)).toBeGreaterThan(port);
  });

  test('with temporary data leaves nothing', async () => {
    const { url, ...handle } = await start({ dataDir: undefined, logFile: undefined });
    const dataDir = await withClient(url, async (client) =>
      String((await client.query('show data_directory')).rows[0]?.data_directory),
    );
    expect(existsSync(dataDir)).toBe(true);
    await handle.stop();
    handles = [];
    expect(existsSync(dirname(dataDir))).toBe(false);
  });
});

describe('a data folder that cannot be used', () => {
  test('is named, with what to do, when it is no cluster', async () => {
    const postgres = await start();
    await postgres.stop();
    handles = [];
    rmSync(join(folder, 'postgres', 'PG_VERSION'));
    const attempt = start();
    await expect(attempt).rejects.toMatchObject({
      code: 'postgres-data-corrupt',
      message: expect.stringContaining(`rm -rf '${join(folder, 'postgres')}'`),
    });
  });

  test('is named, with what to do, when its control file is damaged', async () => {
    const postgres = await start();
    await postgres.stop();
    handles = [];
    writeFileSync(join(folder, 'postgres', 'global', 'pg_control'), 'nonsense');
    await expect(start()).rejects.toMatchObject({
      code: 'postgres-data-corrupt',
      message: expect.stringContaining('Move it away'),
    });
  });

  test('is named when its password is another one', async () => {
    const postgres = await start();
    await postgres.stop();
    handles = [];
    await expect(start({ password: 'another' })).rejects.toMatchObject({
      code: 'postgres-data-corrupt',
      message: expect.stringContaining('secrets.json'),
    });
  });
});

// Root alone has another user to think of.
(process.getuid?.() === 0 ? describe : describe.skip)('run by root in a folder that only root may enter', () => {
  test('keeps the data where PostgreSQL can reach it, until the folder is deleted', async () => {
    chmodSync(folder, 0o700);
    const lines: string[] = [];
    const postgres = await start({ notice: (line) => lines.push(line) });
    const elsewhere = readFileSync(join(folder, 'postgres', 'data-lies-elsewhere'), 'utf8').trim();
    try {
      expect(lines).toEqual([expect.stringContaining(elsewhere)]);
      await insertRow(postgres.url);
      await postgres.stop();
      const again = await start();
      expect(await countRows(again.url)).toBe(1);
      await again.stop();
      rmSync(join(folder, 'postgres'), { recursive: true });
      const fresh = await start({ password: 'a new one' });
      await expect(countRows(fresh.url)).rejects.toMatchObject({ code: '42P01' });
      await fresh.stop();
      handles = [];
    } finally {
      rmSync(dirname(elsewhere), { recursive: true, force: true });
    }
  });
});

describe('a given server', () => {
  test('that does not answer is named, with what to do', async () => {
    const attempt = startPostgres({ url: 'postgres://somebody:hidden@127.0.0.1:1/shop' });
    await expect(attempt).rejects.toMatchObject({
      code: 'postgres-unreachable',
      message: expect.stringContaining('127.0.0.1:1/shop'),
    });
    await expect(attempt).rejects.not.toMatchObject({ message: expect.stringContaining('hidden') });
  });

  test('is used as it is and never touched', async () => {
    const given = await startPostgres({ url: process.env['TEST_DATABASE_URL'] });
    expect(given.source).toBe('given');
    await given.stop();
    await askPostgres(given.url);
    await expect(given.kill()).rejects.toMatchObject({ code: 'not-ours' });
  });
});

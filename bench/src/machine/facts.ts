import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cpus, loadavg, release, totalmem } from 'node:os';
import { join } from 'node:path';
import { rowsOf } from './rows-of.ts';

const ROOT = join(import.meta.dirname, '../../..');

export interface Facts {
  readonly at: string;
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGiB: number;
  readonly system: string;
  /** Of the last minute, before the benchmark began: well above 0 means that others used the machine. */
  readonly loadAverage: number;
  readonly node: string;
  readonly postgres: string;
  readonly commit: string;
  /** Files that differ from the commit. */
  readonly isDirty: boolean;
  readonly packages: Readonly<Record<string, string>>;
}

/** What someone needs to know to compare or repeat a result. @param postgresUrl left out where no database took part */
export async function machineFacts(postgresUrl?: string): Promise<Facts> {
  const processors = cpus();
  const [server] = postgresUrl === undefined ? [] : await rowsOf<{ server_version: string }>(postgresUrl, 'show server_version');
  return {
    at: new Date().toISOString(),
    cpu: processors[0]?.model ?? 'unknown',
    cores: processors.length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    system: `${process.platform} ${release()} ${process.arch}`,
    loadAverage: loadavg()[0] ?? Number.NaN,
    node: process.version,
    postgres: server?.server_version ?? 'none',
    commit: git('rev-parse', 'HEAD'),
    isDirty: git('status', '--porcelain', '--untracked-files=no', '--', ':!bench/results') !== '',
    packages: Object.fromEntries(['@dbos-inc/dbos-sdk', 'kafkajs', '@mikro-orm/core'].map((name) => [name, versionOf(name)])),
  };
}

function git(...args: readonly string[]): string {
  try {
    return execFileSync('git', [...args], { cwd: ROOT, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return 'unknown'; // an export without history
  }
}

function versionOf(name: string): string {
  const file = readFileSync(join(ROOT, 'node_modules', name, 'package.json'), 'utf8');
  return (JSON.parse(file) as { version: string }).version;
}

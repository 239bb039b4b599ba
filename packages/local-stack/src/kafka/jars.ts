import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { failedDownload, missingMaven } from './failures.ts';

const POM = fileURLToPath(new URL('../../kafka/pom.xml', import.meta.url));
const STAMP = '.pom-sha256';
const COPY_GOAL = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies';
const run = promisify(execFile);

/**
 * Makes sure that the broker's jars lie in `libsDir`: downloaded by Maven once, and again only after the pom changed.
 * Two runs may do it at the same time; each works in a folder of its own and one of them wins.
 * @throws StackError `maven-missing`, `kafka-download-failed`.
 */
export async function ensureJars(libsDir: string, notice?: (line: string) => void): Promise<void> {
  const wanted = createHash('sha256').update(readFileSync(POM)).digest('hex');
  if (stampOf(libsDir) === wanted) return;
  notice?.('downloading Apache Kafka with Maven (43 MB, once) …');
  const unfinished = `${libsDir}.${process.pid}`;
  mkdirSync(dirname(libsDir), { recursive: true });
  rmSync(unfinished, { recursive: true, force: true });
  await download(unfinished);
  writeFileSync(join(unfinished, STAMP), wanted);
  if (stampOf(libsDir) !== wanted) {
    rmSync(libsDir, { recursive: true, force: true });
    try {
      renameSync(unfinished, libsDir);
    } catch (error) {
      if (stampOf(libsDir) !== wanted) throw error; // otherwise the other run was faster
    }
  }
  rmSync(unfinished, { recursive: true, force: true });
}

async function download(folder: string): Promise<void> {
  try {
    await run('mvn', ['--batch-mode', '--quiet', '--file', POM, COPY_GOAL, `-DoutputDirectory=${folder}`]);
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    if (isNotFound(error)) throw missingMaven();
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    throw failedDownload(`${stdout}\n${stderr}`);
  }
}

function stampOf(libsDir: string): string | undefined {
  const stamp = join(libsDir, STAMP);
  return existsSync(stamp) ? readFileSync(stamp, 'utf8') : undefined;
}

function isNotFound(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

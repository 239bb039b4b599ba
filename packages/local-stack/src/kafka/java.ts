import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { missingJava, oldJava } from './failures.ts';

const OLDEST_JAVA = 17;
const run = promisify(execFile);

/** Makes sure that a Java runtime new enough for Kafka 4 is on the PATH. @throws StackError `java-missing`, `java-too-old`. */
export async function checkJava(): Promise<void> {
  const answer = await run('java', ['-version']).catch(() => undefined);
  if (answer === undefined) throw missingJava();
  const version = javaMajorVersion(answer.stderr + answer.stdout);
  if (version !== undefined && version < OLDEST_JAVA) throw oldJava(version);
}

/** `"17.0.15"` is 17, and `"1.8.0_402"` is 8. */
export function javaMajorVersion(versionText: string): number | undefined {
  const [, first, second] = /version "(\d+)(?:\.(\d+))?/.exec(versionText) ?? [];
  if (first === undefined) return undefined;
  return Number(first === '1' ? second : first);
}

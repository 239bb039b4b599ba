import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { SdkReport } from './report.ts';

const run = promisify(execFile);
const DEADLINE_MS = 60_000;
const PYTHON = process.env['PYTHON'] || 'python3';

const script = (name: string): string => fileURLToPath(new URL(`./${name}`, import.meta.url));

/** Runs the Node SDK's scenario in a process of its own. @throws with its stderr when it fails. */
export function runNodeSdk(graphUrl: string, version: string): Promise<SdkReport> {
  return report(process.execPath, script('node-sdk.ts'), { GRAPH_URL: graphUrl, GRAPH_VERSION: version });
}

export function runPythonSdk(graphUrl: string): Promise<SdkReport> {
  return report(PYTHON, script('python_sdk.py'), { GRAPH_URL: graphUrl });
}

async function report(command: string, file: string, env: Record<string, string>): Promise<SdkReport> {
  // Jest's own NODE_OPTIONS are nothing for the child.
  const environment = { ...process.env, ...env, NODE_OPTIONS: '', PYTHONDONTWRITEBYTECODE: '1' };
  const { stdout } = await run(command, [file], { env: environment, timeout: DEADLINE_MS, maxBuffer: 16_777_216 });
  return JSON.parse(stdout) as SdkReport;
}

/** Why the Python scenario cannot run here; null when it can. */
export async function whyNoPython(): Promise<string | null> {
  try {
    await run(PYTHON, ['-c', 'import facebook_business'], { timeout: DEADLINE_MS });
    return null;
  } catch (error) {
    const isThere = (error as NodeJS.ErrnoException).code !== 'ENOENT';
    return isThere ? `${PYTHON} has no facebook_business package` : `there is no ${PYTHON}`;
  }
}

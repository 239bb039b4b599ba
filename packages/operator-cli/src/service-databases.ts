import { existsSync, globSync } from 'node:fs';
import { readStackFile, SERVICES } from '@mao/local-stack';
import type { Databases } from './command.ts';

/**
 * `DATABASE_URL_GATEWAY`, `DATABASE_URL_CAMPAIGN_ORCHESTRATOR` … if any is set, else those of the running local stack.
 * @throws Error that says what to do when there is neither
 */
export function serviceDatabases(env: NodeJS.ProcessEnv): Databases {
  const given = SERVICES.flatMap(({ name }) => {
    const url = env[`DATABASE_URL_${name.toUpperCase().replaceAll('-', '_')}`];
    return url ? [[name, url] as const] : [];
  });
  if (given.length > 0) return Object.fromEntries(given);
  const file = stackFileOf(env);
  const stack = file === undefined ? undefined : readStackFile(file);
  if (stack === undefined)
    throw new Error(
      'No local stack is running: start one with npm start, or set DATABASE_URL_<SERVICE> (DATABASE_URL_GATEWAY, …).',
    );
  return stack.databases;
}

/** Where the running stack describes itself: STACK_FILE, or in the usual places. */
export function stackFileOf(env: NodeJS.ProcessEnv): string | undefined {
  const files = [env['STACK_FILE'] ?? '', '.local/stack.json', ...globSync('.local/stack-*/stack.json')];
  return files.find((path) => path !== '' && existsSync(path));
}

import type { Request, Response, Router } from 'express';
import express from 'express';
import type { Metrics } from './metrics.ts';

/** One thing the service cannot work without. Returns a short reason while it does not work, else undefined. */
export interface ReadinessCheck {
  readonly name: string;
  problem(): Promise<string | undefined> | string | undefined;
}

const CHECK_TIMEOUT_MS = 1_000;

/**
 * `/livez`: the process answers. `/readyz`: 200 only while every check passes and the service is not stopping, else 503
 * with the reasons. `/metrics`: Prometheus text.
 */
export function healthRoutes(options: {
  checks: readonly ReadinessCheck[];
  /** What works, but not as it should: shown, and no reason to take the service out of use. */
  degradations?: () => Promise<readonly string[]>;
  metrics: Metrics;
  isStopping: () => boolean;
}): Router {
  const router = express.Router();
  router.get('/livez', (_request: Request, response: Response) => {
    response.json({ status: 'alive' });
  });
  router.get('/readyz', async (_request: Request, response: Response) => {
    const problems = options.isStopping() ? { service: 'stopping' } : await failing(options.checks);
    const ready = Object.keys(problems).length === 0;
    if (!ready) {
      response.status(503).json({ status: 'not ready', problems });
      return;
    }
    const degraded = await (options.degradations?.() ?? Promise.resolve([])).catch(() => ['cannot be told now']);
    response.json(degraded.length === 0 ? { status: 'ready' } : { status: 'degraded', degraded });
  });
  router.get('/metrics', async (_request: Request, response: Response) => {
    response.type(options.metrics.contentType).send(await options.metrics.render());
  });
  return router;
}

async function failing(checks: readonly ReadinessCheck[]): Promise<Record<string, string>> {
  const results = await Promise.all(checks.map(async (check) => [check.name, await problemOf(check)] as const));
  return Object.fromEntries(results.filter((entry): entry is [string, string] => entry[1] !== undefined));
}

async function problemOf(check: ReadinessCheck): Promise<string | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve('no answer in time'), CHECK_TIMEOUT_MS);
  });
  try {
    return await Promise.race([Promise.resolve(check.problem()), late]);
  } catch {
    // The message could name hosts or users; readiness is public.
    return 'check failed';
  } finally {
    clearTimeout(timer);
  }
}

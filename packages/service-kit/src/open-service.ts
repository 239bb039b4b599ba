import type { RequestListener } from 'node:http';
import type { MikroORM } from '@mikro-orm/postgresql';
import express from 'express';
import { errorMessage } from './app-error.ts';
import { backoffMs } from './backoff.ts';
import { type DatabaseOptions, openDatabase } from './database.ts';
import { isDatabaseAway } from './database-away.ts';
import { healthRoutes, type ReadinessCheck } from './health.ts';
import { type HostPorts, ownProcess } from './host.ts';
import type { Lifecycle } from './lifecycle.ts';
import { createLogger, type Logger } from './logger.ts';
import { createMetrics, type Metrics } from './metrics.ts';
import { createNotifier, type Notifier } from './notifier.ts';
import { sleep } from './sleep.ts';

const STOP_HTTP_GRACE_MS = 3_000;
const DATABASE_BACKOFF = { baseMs: 250, maxMs: 5_000 };

export interface Service<Settings> {
  readonly settings: Settings;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly lifecycle: Lifecycle;
  readonly orm: MikroORM;
  readonly notifier: Notifier;
  /** Begins to listen: health always, and the service's own routes if it has some. Call it last; it stops first. */
  listen(options: {
    checks: readonly ReadinessCheck[];
    degradations?: () => Promise<readonly string[]>;
    app?: (health: express.Router) => RequestListener;
  }): Promise<void>;
}

/**
 * What every service does first, once its settings are known: open and migrate its database, connect the notifier.
 * A database that is away is waited for; a migration that fails ends the process.
 */
export async function openService<Settings extends { LOG_LEVEL: string; DATABASE_URL: string; PORT: number }>(
  options: { name: string; settings: Settings } & HostPorts & Pick<DatabaseOptions, 'entities' | 'migrations' | 'poolSize'>,
): Promise<Service<Settings>> {
  const { settings, host = ownProcess } = options;
  const logger = createLogger({ service: options.name, level: settings.LOG_LEVEL });
  const lifecycle = host.createLifecycle(logger);
  const metrics = createMetrics(options.name);
  const url = settings.DATABASE_URL;
  const orm = await whenDatabaseAnswers(() => openDatabase({ ...options, url, applicationName: options.name }), logger);
  lifecycle.onStop('database', () => orm.close(true));
  const notifier = createNotifier({ url, applicationName: options.name, logger });
  lifecycle.onStop('notifier', () => notifier.close());

  return {
    settings,
    logger,
    metrics,
    lifecycle,
    orm,
    notifier,
    async listen({ checks, degradations, app }) {
      const health = healthRoutes({
        checks: [databaseCheck(orm), ...checks],
        ...(degradations === undefined ? {} : { degradations }),
        metrics,
        isStopping: lifecycle.isStopping,
      });
      const server = await host.startHttpServer(app?.(health) ?? express().disable('x-powered-by').use(health), settings.PORT);
      lifecycle.onStop('http', () => server.stop(STOP_HTTP_GRACE_MS));
      logger.info({ port: server.port }, 'listening');
    },
  };
}

const databaseCheck = (orm: MikroORM): ReadinessCheck => ({
  name: 'database',
  async problem() {
    await orm.em.fork().execute('select 1');
    return undefined;
  },
});

async function whenDatabaseAnswers<T>(open: () => Promise<T>, logger: Logger): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await open();
    } catch (error) {
      if (!isDatabaseAway(error)) throw error;
      logger.warn({ reason: errorMessage(error) }, 'the database does not answer; trying again');
      await sleep(backoffMs(DATABASE_BACKOFF, attempt, Math.random()));
    }
  }
}

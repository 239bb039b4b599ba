import { messagingEntities } from '@mao/messaging';
import { AppError, isDatabaseAway, openDatabase, query } from '@mao/service-kit';
import type { EntityManager, MikroORM } from '@mikro-orm/postgresql';
import type { Databases } from './command.ts';

const POOL_SIZE = 2;
/** PostgreSQL: a table or column that is asked for is not there. */
const OLDER_SCHEMA = new Set(['42P01', '42703']);

/** The database of one service, opened when it is first asked for. */
export interface ServiceSession {
  /** Outside any transaction. */
  em(): EntityManager;
  /** Whether a process of the service is connected to its database now. */
  isRunning(): Promise<boolean>;
}

/** Opens databases as the work asks for them and closes all of them after it. Errors of a database name its service. */
export async function withSessions<T>(
  databases: Databases,
  work: (session: (service: string) => Promise<ServiceSession>) => Promise<T>,
): Promise<T> {
  const opened = new Map<string, Promise<MikroORM>>();
  const session = async (service: string): Promise<ServiceSession> => {
    const orm = await (opened.get(service) ?? remember(opened, service, open(databases, service)));
    return { em: () => orm.em.fork(), isRunning: () => isRunning(orm.em.fork(), service) };
  };
  try {
    return await work(session);
  } finally {
    for (const one of opened.values()) await one.then((orm) => orm.close(true)).catch(() => undefined);
  }
}

function remember<K, V>(map: Map<K, V>, key: K, value: V): V {
  map.set(key, value);
  return value;
}

async function open(databases: Databases, service: string): Promise<MikroORM> {
  const url = databases[service];
  if (url === undefined) throw new Error(`No database of ${service} is known: set DATABASE_URL_${variableOf(service)}.`);
  // Not its migrations: a service brings its own database up to date.
  return about(service, () =>
    openDatabase({ url, applicationName: 'operator-cli', entities: messagingEntities, migrations: [], poolSize: POOL_SIZE }),
  );
}

/** Says which database an error is about, in words. */
export async function about<T>(service: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const text = sentenceOf(service, error);
    if (text === undefined) throw error;
    throw new AppError('database-unusable', { message: text, cause: error });
  }
}

function sentenceOf(service: string, error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  if (isDatabaseAway(error)) return `The database of ${service} does not answer: ${error.message}`;
  if ('code' in error && OLDER_SCHEMA.has(String(error.code)))
    return `The database of ${service} is not up to date (${error.message}): start the service once, it migrates its database.`;
  return undefined;
}

/** Every connection of a service carries its name. */
async function isRunning(em: EntityManager, service: string): Promise<boolean> {
  const rows = await query(
    em,
    'select from pg_stat_activity where datname = current_database() and application_name = $1 limit 1',
    [service],
  );
  return rows.length > 0;
}

function variableOf(service: string): string {
  return service.toUpperCase().replaceAll('-', '_');
}

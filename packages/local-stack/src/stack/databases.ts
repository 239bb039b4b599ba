import { DatabaseError, escapeIdentifier, escapeLiteral } from 'pg';
import { withClient } from '../postgres/answers.ts';
import { StackError } from '../stack-error.ts';

type ServiceDatabases = {
  superuserUrl: string;
  prefix: string;
  passwords: Record<string, string>;
  serviceNames: readonly string[];
};

/**
 * Makes one database and one role per service, or brings the passwords of existing ones up to date. No role may enter
 * another one's database. Returns the connection string of each service.
 * @throws StackError `postgres-not-superuser`.
 */
export async function ensureDatabases(wanted: ServiceDatabases): Promise<Record<string, string>> {
  const urls: Record<string, string> = {};
  await withClient(wanted.superuserUrl, async (client) => {
    const query = (sql: string) =>
      client.query<{ found: boolean }>(sql).catch((error: unknown) => Promise.reject(explain(error)));
    const exists = async (catalogue: string, column: string, name: string) => {
      const { rowCount } = await query(`select true as found from ${catalogue} where ${column} = ${escapeLiteral(name)}`);
      return rowCount === 1;
    };
    for (const service of wanted.serviceNames) {
      const name = databaseName(wanted.prefix, service);
      const identifier = escapeIdentifier(name);
      const password = wanted.passwords[service] ?? '';
      const verb = (await exists('pg_roles', 'rolname', name)) ? 'alter' : 'create';
      await query(`${verb} role ${identifier} login password ${escapeLiteral(password)}`);
      if (!(await exists('pg_database', 'datname', name))) await query(`create database ${identifier} owner ${identifier}`);
      await query(`revoke connect on database ${identifier} from public`);
      urls[service] = serviceUrl(wanted.superuserUrl, name, password);
    }
  });
  return urls;
}

/** Removes the databases and roles of a temporary stack from a server that lives on. */
export async function dropDatabases(superuserUrl: string, prefix: string, serviceNames: readonly string[]): Promise<void> {
  await withClient(superuserUrl, async (client) => {
    for (const service of serviceNames) {
      const identifier = escapeIdentifier(databaseName(prefix, service));
      await client.query(`drop database if exists ${identifier} with (force)`);
      await client.query(`drop role if exists ${identifier}`);
    }
  });
}

/** `mao` and `insights-sync` give `mao_insights_sync`. */
export function databaseName(prefix: string, service: string): string {
  return `${prefix}_${service}`.toLowerCase().replaceAll(/[^a-z0-9]+/g, '_');
}

function serviceUrl(superuserUrl: string, name: string, password: string): string {
  const url = new URL(superuserUrl);
  url.username = name;
  url.password = password;
  url.pathname = `/${name}`;
  return url.href;
}

function explain(error: unknown): unknown {
  const isForbidden = error instanceof DatabaseError && error.code === '42501'; // insufficient_privilege
  if (!isForbidden) return error;
  return new StackError(
    'postgres-not-superuser',
    'The user of DATABASE_URL may not make databases and roles, and the stack needs one of each per service. Give it a user with SUPERUSER, or with CREATEDB and CREATEROLE; or unset DATABASE_URL, and the local stack starts a PostgreSQL of its own.',
    { cause: error },
  );
}

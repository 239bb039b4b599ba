import { z } from 'zod';
import { isTokenKey } from './token-cipher.ts';

/** sysexits.h EX_CONFIG: a supervisor can tell a bad setting from a crash. */
const EXIT_CONFIG = 78;

const SECRET_NAME = /SECRET|TOKEN|PASSWORD|KEY|DATABASE_URL|SASL/;

export const port = (fallback: number) =>
  z.coerce.number().int().min(0).max(65_535).default(fallback).describe('port of health and metrics');

/** A key for access tokens: 32 bytes in base64. */
export const tokenKey = z.string().refine(isTokenKey, 'must be 32 bytes in base64');

/** Settings that every service has. */
export const commonSettings = {
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'must be a postgres:// URL')
    .describe('PostgreSQL of this service'),
  KAFKA_BROKERS: z
    .string()
    .regex(/^[^,:\s]+:\d+(,[^,:\s]+:\d+)*$/, 'must be host:port[,host:port…]')
    .describe('comma-separated brokers'),
  KAFKA_SSL: z.enum(['true', 'false']).default('false').describe('TLS to the brokers'),
  KAFKA_SASL_MECHANISM: z.enum(['plain', 'scram-sha-256', 'scram-sha-512']).optional().describe('SASL mechanism'),
  KAFKA_SASL_USERNAME: z.string().optional().describe('SASL user'),
  KAFKA_SASL_PASSWORD: z.string().optional().describe('SASL password'),
  KAFKA_TOPIC_PREFIX: z
    .string()
    .regex(/^[a-zA-Z0-9._-]*$/, 'letters, digits, dot, underscore and hyphen only')
    .default('')
    .describe('put before every topic and group name, so that several stacks can share one cluster'),
  INSTANCE_ID: z
    .string()
    .regex(/^[a-zA-Z0-9._-]{1,100}$/, 'up to 100 letters, digits, dots, underscores and hyphens')
    .optional()
    .describe('tells this process from the others of its service, the same after a restart; host name and `PORT` without it'),
  SCHEMA_REGISTRY_URL: z
    .url()
    .optional()
    .describe('Confluent-compatible schema registry; ids come from the catalogue without it'),
  LOG_LEVEL: z
    .enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'])
    .default('info')
    .describe('JSON lines on stdout'),
} as const;

export type Env = Readonly<Record<string, string | undefined>>;

export type SettingsResult<T> = { readonly ok: true; readonly settings: T } | { readonly ok: false; readonly report: string };

/** Checks the whole environment at once. An empty string counts as unset, as compose files and shells produce it. */
export function parseSettings<T extends z.ZodType>(schema: T, env: Env): SettingsResult<z.output<T>> {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''));
  const parsed = schema.safeParse(given);
  if (parsed.success) return { ok: true, settings: parsed.data };
  const lines = parsed.error.issues.map((issue) => {
    const name = String(issue.path[0] ?? '');
    const problem = given[name] === undefined && issue.code === 'invalid_type' ? 'is required' : issue.message;
    return `  ${name === '' ? '' : `${name}: `}${problem}${shown(name, given[name])}`;
  });
  return {
    ok: false,
    report: `The environment does not fit:\n${lines.join('\n')}\nEvery setting is described in docs/OPERATIONS.md.\n`,
  };
}

function shown(name: string, value: string | undefined): string {
  if (value === undefined) return ' (not set)';
  return SECRET_NAME.test(name) ? ' (value not shown)' : ` (got ${JSON.stringify(value.slice(0, 80))})`;
}

/** As `parseSettings`; on a problem prints all of them and ends the process with code 78. */
export function settingsOrExit<T extends z.ZodType>(schema: T, env: Env): z.output<T> {
  const result = parseSettings(schema, env);
  if (result.ok) return result.settings;
  process.stderr.write(result.report);
  process.exit(EXIT_CONFIG);
}

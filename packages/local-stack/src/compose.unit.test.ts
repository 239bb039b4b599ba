import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { Ajv } from 'ajv';
import { parse } from 'yaml';
import { REPOSITORY_ROOT } from './repository-root.ts';
import { SERVICES } from './stack/services.ts';

// docker-compose.yml cannot run where there is no Docker engine, so everything that can be known about it without one is checked here.

type Service = {
  image?: string;
  build?: unknown;
  command?: string[];
  environment?: Record<string, string>;
  healthcheck?: { test?: string[]; disable?: boolean };
};
type SettingsSchema = {
  shape?: Record<string, unknown>;
  /** Of a schema that also transforms: what goes in. */
  in?: { shape?: Record<string, unknown> };
  safeParse(value: unknown): {
    success: boolean;
    error?: { issues: readonly { path: readonly PropertyKey[]; message: string }[] };
  };
};

const COMPOSE_TEXT = readFileSync(join(REPOSITORY_ROOT, 'docker-compose.yml'), 'utf8');
const compose = parse(COMPOSE_TEXT, { merge: true }) as { services: Record<string, Service> };
const services = Object.entries(compose.services);
const dockerfile = readFileSync(join(REPOSITORY_ROOT, 'Dockerfile'), 'utf8');
const ourNames = SERVICES.map((service) => service.name);

/** What `node scripts/compose-env.cjs > .env` would set. */
const madeEnvironment = Object.fromEntries(
  execFileSync(process.execPath, [join(REPOSITORY_ROOT, 'scripts/compose-env.cjs')], { encoding: 'utf8', env: {} })
    .trim()
    .split('\n')
    .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)] as const),
);

/** Fills in variables as Compose does: `${NAME:-default}` and `${NAME:?message}`. */
function interpolate(text: string): string {
  return text.replaceAll(/\$\{([A-Z_]+)(?::([-?])([^}]*))?\}/g, (_, name: string, kind: string | undefined, rest: string) => {
    const value = madeEnvironment[name] ?? (kind === '-' ? rest : undefined);
    if (value === undefined) throw new Error(`${name} is not set by compose-env.cjs and has no default`);
    return value;
  });
}

async function settingsOf(service: string): Promise<SettingsSchema> {
  const { settingsSchema } = (await import(join(REPOSITORY_ROOT, 'services', service, 'src/settings.ts'))) as {
    settingsSchema: SettingsSchema;
  };
  return settingsSchema;
}

async function knownSettings(service: string): Promise<string[]> {
  const schema = await settingsOf(service);
  return Object.keys(schema.shape ?? schema.in?.shape ?? {});
}

test('follows the JSON schema of the compose specification', () => {
  // The npm package docker-compose ships the specification's own schema (Apache-2.0, see its NOTICE).
  const require = createRequire(import.meta.url);
  const packageFile = require.resolve('docker-compose/package.json');
  const schema = JSON.parse(readFileSync(join(dirname(packageFile), 'schema/compose-spec.json'), 'utf8')) as Record<
    string,
    unknown
  >;
  const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true });
  const { $schema: _, ...draft7 } = schema; // an https address of the draft that Ajv knows by its http address
  const isValid = ajv.compile(draft7);
  isValid(compose);
  expect(isValid.errors ?? []).toEqual([]);
  isValid({ services: { broken: { imagee: 'x' } } });
  expect(isValid.errors).not.toBeNull();
});

test('runs PostgreSQL, Kafka, the fake and the five services', () => {
  expect(services.map(([name]) => name).sort()).toEqual([...ourNames, 'graph-api-fake', 'kafka', 'postgres'].sort());
});

test.each(services)('%s has a health check and a pinned image', (_, service) => {
  expect(service.healthcheck?.test?.[0]).toBe('CMD');
  expect(service.healthcheck?.disable).toBeUndefined();
  expect(service.image).toMatch(/^[a-z0-9./-]+:\d+\.\d+(\.\d+)?(-[a-z0-9.]+)?$/);
});

test('holds no secret and no default for one', () => {
  const secrets = COMPOSE_TEXT.split('\n').filter(
    (line) => /(?:PASSWORD|SECRET|_KEY)[A-Z_]*:/.test(line) && !line.trim().startsWith('#'),
  );
  expect(secrets.length).toBeGreaterThanOrEqual(8);
  for (const line of secrets) expect(line).toMatch(/\$\{[A-Z_]+:\?[^}]+\}|\*token-key$/);
  expect(COMPOSE_TEXT).not.toMatch(/\$\{[A-Z_]*(?:PASSWORD|SECRET|KEY)[A-Z_]*(?::?-|\})/);
});

describe.each(ourNames)('service %s', (name) => {
  const service = compose.services[name] ?? {};
  const environment = Object.fromEntries(
    Object.entries(service.environment ?? {}).map(([key, value]) => [key, interpolate(value)]),
  );

  test('is given only settings it knows', async () => {
    const known = await knownSettings(name);
    expect(Object.keys(environment).filter((setting) => !known.includes(setting))).toEqual([]);
  });

  test('can start with what it is given', async () => {
    const { error } = (await settingsOf(name)).safeParse(environment);
    expect(error?.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`) ?? []).toEqual([]);
  });

  test('is asked for its health on the port it listens on, and has a database that the init script makes', () => {
    expect(service.healthcheck?.test?.join(' ')).toContain(`http://127.0.0.1:${environment['PORT']}/readyz`);
    const { username, pathname } = new URL(environment['DATABASE_URL'] ?? '');
    expect(pathname).toBe(`/${username}`);
    const script = readFileSync(join(REPOSITORY_ROOT, 'packages/local-stack/docker/init-databases.sh'), 'utf8');
    expect(script).toContain(`make_database ${username} "$${name.toUpperCase().replaceAll('-', '_')}_DATABASE_PASSWORD"`);
  });

  test('runs a file that exists', () => {
    expect(service.command?.[0]).toBe('node');
    expect(existsSync(join(REPOSITORY_ROOT, service.command?.[1] ?? ''))).toBe(true);
  });
});

describe('the image', () => {
  test('is built in stages on a pinned Node, and its process is not root', () => {
    const bases = [...dockerfile.matchAll(/^FROM (\S+) AS (\w+)/gm)].map(([, base]) => base);
    expect(bases.length).toBeGreaterThan(1);
    for (const base of bases) expect(base).toMatch(/^node:24\.\d+\.\d+-/);
    expect(dockerfile.lastIndexOf('\nUSER node')).toBeGreaterThan(dockerfile.lastIndexOf('\nFROM'));
  });

  test('has the Node version that the repository runs on', () => {
    const manifest = readFileSync(join(REPOSITORY_ROOT, 'package.json'), 'utf8');
    const version = /"node": "(\d+\.\d+\.\d+)"/.exec(manifest)?.[1];
    expect(dockerfile).toContain(`FROM node:${version}-`);
  });
});

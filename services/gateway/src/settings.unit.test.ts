import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { parseSettings } from '@mao/service-kit/settings';
import { settingsSchema } from './settings.ts';

const pem = (type: 'rsa' | 'ec' | 'ed25519', options: { modulusLength?: number; namedCurve?: string } = {}): string =>
  // The overloads of node:crypto want to know the type before the call.
  (generateKeyPairSync as (type: string, options: object) => { publicKey: { export(options: object): string } })(
    type,
    options,
  ).publicKey.export({ type: 'spki', format: 'pem' });

const env = {
  DATABASE_URL: 'postgres://user:hunter2@127.0.0.1/gateway',
  KAFKA_BROKERS: '127.0.0.1:9092',
  JWT_ISSUER: 'issuer',
  JWT_AUDIENCE: 'audience',
  TOKEN_ENCRYPTION_KEY: Buffer.alloc(32, 7).toString('base64'),
};
const RSA = pem('rsa', { modulusLength: 2_048 });
const SECRET = 'a secret of more than 32 characters!';
const parse = (change: Record<string, string | undefined>) => parseSettings(settingsSchema, { ...env, ...change });
const report = (change: Record<string, string | undefined>): string => {
  const result = parse(change);
  return result.ok ? '' : result.report;
};

describe('settings', () => {
  it.each([
    ['a secret', { JWT_SECRET: SECRET }],
    ['an RSA key', { JWT_PUBLIC_KEY: RSA }],
    ['a P-256 key in one line', { JWT_PUBLIC_KEY: pem('ec', { namedCurve: 'P-256' }).replaceAll('\n', '\\n') }],
    ['a key set', { JWKS_URL: 'https://login.example.com/keys' }],
    ['empty ones beside it', { JWT_SECRET: SECRET, JWT_PUBLIC_KEY: '', JWKS_URL: '' }],
  ])('one key source is enough: %s', (_name, change) => {
    expect(report(change)).toBe('');
  });

  it.each([
    ['none', {}],
    ['two', { JWT_SECRET: SECRET, JWKS_URL: 'https://login.example.com/keys' }],
    ['three', { JWT_SECRET: SECRET, JWT_PUBLIC_KEY: RSA, JWKS_URL: 'https://x.example.com/' }],
  ])('%s is refused: exactly one key source', (_name, change) => {
    expect(report(change)).toMatch(/exactly one of JWT_SECRET, JWT_PUBLIC_KEY, JWKS_URL/);
  });

  it.each([
    ['a short RSA key', pem('rsa', { modulusLength: 1_024 }), /2048 bits/],
    ['another curve', pem('ec', { namedCurve: 'P-384' }), /RS256.*ES256/],
    ['another kind', pem('ed25519'), /RS256.*ES256/],
    ['a broken one', '-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----', /cannot be read/],
    ['a private one', '-----BEGIN PRIVATE KEY-----', /must be a PEM public key/],
  ])('a key that could never verify a token is refused at the start: %s', (_name, key, why) => {
    expect(report({ JWT_PUBLIC_KEY: key })).toMatch(why);
  });

  it('all problems are listed at once, and no secret is shown', () => {
    const text = report({
      DATABASE_URL: 'mysql://user:hunter2@127.0.0.1/x',
      KAFKA_BROKERS: 'nowhere',
      JWT_SECRET: 'short-secret',
      JWT_ISSUER: undefined,
      JWT_AUDIENCE: '',
      TOKEN_ENCRYPTION_KEY: 'not-a-key-xyz',
      JWKS_URL: 'ftp://x',
      LOG_LEVEL: 'loud',
      PORT: 'eighty',
    });
    const names = ['DATABASE_URL', 'KAFKA_BROKERS', 'JWT_SECRET', 'JWT_ISSUER', 'JWT_AUDIENCE', 'TOKEN_ENCRYPTION_KEY'];
    for (const name of [...names, 'JWKS_URL', 'LOG_LEVEL', 'PORT']) expect(text).toContain(`  ${name}: `);
    expect(text).not.toMatch(/hunter2|short-secret|not-a-key-xyz/);
    expect(text).toContain('"loud"');
  });
});

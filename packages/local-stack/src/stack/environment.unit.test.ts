import { expect, test } from '@jest/globals';
import { sharedEnvironment } from './environment.ts';

const secrets = { postgres_password: 'p', jwt_secret: 'made-secret', token_encryption_key: 'key', database_passwords: {} };
const environment = (outside: NodeJS.ProcessEnv) =>
  sharedEnvironment(outside, { secrets, fakeUrl: 'http://fake', brokers: 'kafka:1', topicPrefix: undefined });

test('stub mode talks to the fake, with the secrets of this stack', () => {
  expect(environment({})).toMatchObject({
    META_ADS_MODE: 'stub',
    GRAPH_API_BASE_URL: 'http://fake',
    JWT_SECRET: 'made-secret',
    TOKEN_ENCRYPTION_KEY: 'key',
  });
});

test('every setting can be overridden from outside', () => {
  const outside = {
    JWT_SECRET: 'mine',
    TOKEN_ENCRYPTION_KEY: 'mine',
    GRAPH_API_BASE_URL: 'http://other',
    LOG_LEVEL: 'debug',
    MAX_RETRIES: '9',
  };
  expect(environment(outside)).toMatchObject(outside);
});

test('live mode is left without an address of the fake', () => {
  expect(environment({ META_ADS_MODE: 'live' })).not.toHaveProperty('GRAPH_API_BASE_URL');
  expect(environment({ META_ADS_MODE: 'live', GRAPH_API_BASE_URL: 'http://other' })['GRAPH_API_BASE_URL']).toBe('http://other');
});

test.each(['JWT_PUBLIC_KEY', 'JWKS_URL'])('with %s there is no second key source', (name) => {
  expect(environment({ [name]: 'x' })).not.toHaveProperty('JWT_SECRET');
});

test('an empty variable counts as not set', () => {
  expect(environment({ META_ADS_MODE: '', JWT_SECRET: '' })).toMatchObject({ META_ADS_MODE: 'stub', JWT_SECRET: 'made-secret' });
});

test("the brokers are the stack's own, and the flags of a test runner stay with the test runner", () => {
  const result = environment({ KAFKA_BROKERS: 'elsewhere:1', NODE_OPTIONS: '--experimental-vm-modules' });
  expect(result['KAFKA_BROKERS']).toBe('kafka:1');
  expect(result).not.toHaveProperty('NODE_OPTIONS');
});

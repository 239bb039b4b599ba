import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { createLogger } from '@mao/service-kit';
import express from 'express';
import jwt, { type Algorithm } from 'jsonwebtoken';
import type { Settings } from '../settings.ts';
import { authenticate, callerIn } from './authenticate.ts';
import { problemHandler } from './problem-handler.ts';
import { requestId } from './request-id.ts';

const SECRET = 'a secret of more than 32 characters!';
const rsa = generateKeyPairSync('rsa', { modulusLength: 2_048 });
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const otherEc = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const pem = (key: KeyObject): string => key.export({ type: 'spki', format: 'pem' }).toString();

const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

async function listen(listener: Parameters<typeof createServer>[1]): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A gateway with that key source; answers who called. */
async function gateway(keySource: Partial<Settings>): Promise<(token: string) => Promise<[number, unknown]>> {
  const settings = { JWT_ISSUER: 'issuer', JWT_AUDIENCE: 'audience', ...keySource } as Settings;
  const app = express().use(requestId, authenticate(settings));
  app.get('/', (_request, response) => {
    const { subject, role, accounts } = callerIn(response);
    response.json({ subject, role, accounts: accounts ?? 'all' });
  });
  app.use(problemHandler(createLogger({ service: 'test', level: 'silent' })));
  const url = await listen(app);
  return async (token) => {
    const response = await fetch(url, { headers: { authorization: `Bearer ${token}` } });
    const body = (await response.json()) as { code?: string };
    return [response.status, body.code ?? body];
  };
}

function token(
  key: string | KeyObject,
  algorithm: Algorithm,
  options: { keyid?: string; accounts?: readonly string[] } = {},
): string {
  const { accounts = ['*'], ...more } = options;
  return jwt.sign({ role: 'manager', accounts }, key, {
    algorithm,
    issuer: 'issuer',
    audience: 'audience',
    subject: 'me',
    expiresIn: 60,
    ...more,
  });
}

const OK = [200, { subject: 'me', role: 'manager', accounts: 'all' }];
const UNAUTHENTICATED = [401, 'unauthenticated'];

describe('the algorithm follows from the key source, never from the token', () => {
  it('a secret takes HS256 only', async () => {
    const ask = await gateway({ JWT_SECRET: SECRET });
    expect(await ask(token(SECRET, 'HS256'))).toEqual(OK);
    for (const bad of [token(SECRET, 'HS384'), token(rsa.privateKey, 'RS256'), token(ec.privateKey, 'ES256')])
      expect(await ask(bad)).toEqual(UNAUTHENTICATED);
  });

  it('an RSA key takes RS256 only, and is no HMAC secret', async () => {
    const ask = await gateway({ JWT_PUBLIC_KEY: pem(rsa.publicKey).replaceAll('\n', '\\n') });
    expect(await ask(token(rsa.privateKey, 'RS256'))).toEqual(OK);
    const [head, payload] = token(SECRET, 'HS256').split('.');
    const confused = jwt.sign('x', 'y').split('.')[2];
    for (const bad of [token(rsa.privateKey, 'RS512'), token(ec.privateKey, 'ES256'), `${head}.${payload}.${confused}`])
      expect(await ask(bad)).toEqual(UNAUTHENTICATED);
  });

  it('a P-256 key takes ES256 only', async () => {
    const ask = await gateway({ JWT_PUBLIC_KEY: pem(ec.publicKey) });
    expect(await ask(token(ec.privateKey, 'ES256'))).toEqual(OK);
    for (const bad of [token(otherEc.privateKey, 'ES256'), token(rsa.privateKey, 'RS256')])
      expect(await ask(bad)).toEqual(UNAUTHENTICATED);
  });
});

describe('a key set', () => {
  const jwk = (key: KeyObject, kid: string) => ({ ...key.export({ format: 'jwk' }), kid, use: 'sig' });
  const keySet = (...keys: object[]) => listen((_request, response) => response.end(JSON.stringify({ keys })));

  it('verifies RS256 and ES256 by kid; an unknown kid, or the kid of another key, is 401', async () => {
    const JWKS_URL = await keySet(jwk(rsa.publicKey, 'r'), jwk(ec.publicKey, 'e'));
    const ask = await gateway({ JWKS_URL });
    expect(await ask(token(rsa.privateKey, 'RS256', { keyid: 'r' }))).toEqual(OK);
    expect(await ask(token(ec.privateKey, 'ES256', { keyid: 'e' }))).toEqual(OK);
    const bad = [
      token(rsa.privateKey, 'RS256', { keyid: 'unknown' }),
      token(rsa.privateKey, 'RS256', { keyid: 'e' }),
      token(rsa.privateKey, 'RS256'),
      token(SECRET, 'HS256', { keyid: 'r' }),
    ];
    for (const one of bad) expect(await ask(one)).toEqual(UNAUTHENTICATED);
  });

  it('that cannot be read is 503: the caller may come back', async () => {
    const broken = await listen((_request, response) => response.writeHead(500).end());
    const gone = await listen(() => undefined);
    const server = servers.pop();
    await new Promise((resolve) => server?.close(resolve));
    for (const JWKS_URL of [broken, gone]) {
      const ask = await gateway({ JWKS_URL });
      expect(await ask(token(rsa.privateKey, 'RS256', { keyid: 'r' }))).toEqual([503, 'unavailable']);
      // Not asked for keys at all: what can never be valid stays 401.
      expect(await ask(token(SECRET, 'HS256'))).toEqual(UNAUTHENTICATED);
    }
  });

  it('is asked once for a key, not for every request', async () => {
    let asked = 0;
    const JWKS_URL = await listen((_request, response) => {
      asked += 1;
      response.end(JSON.stringify({ keys: [jwk(ec.publicKey, 'e')] }));
    });
    const ask = await gateway({ JWKS_URL });
    for (let n = 0; n < 3; n += 1) expect(await ask(token(ec.privateKey, 'ES256', { keyid: 'e' }))).toEqual(OK);
    expect(asked).toBe(1);
  });
});

describe('claims', () => {
  const id = '0190A000-0000-7000-8000-00000000000A';

  it('accounts are the ids as we write them, each once', async () => {
    const ask = await gateway({ JWT_SECRET: SECRET });
    const [, body] = await ask(token(SECRET, 'HS256', { accounts: [id, id.toLowerCase()] }));
    expect(body).toMatchObject({ accounts: [id.toLowerCase()] });
    expect(await ask(token(SECRET, 'HS256', { accounts: [] }))).toEqual([200, expect.objectContaining({ accounts: [] })]);
    expect(await ask(token(SECRET, 'HS256', { accounts: ['*', id] }))).toEqual(UNAUTHENTICATED);
  });
});

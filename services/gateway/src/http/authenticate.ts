import { createSecretKey, type KeyObject } from 'node:crypto';
import { AppError } from '@mao/service-kit';
import type { RequestHandler, Response } from 'express';
import jwt, { type Algorithm, type JwtHeader } from 'jsonwebtoken';
import { JwksClient } from 'jwks-rsa';
import { z } from 'zod';
import { isStorable } from '../domain/json-limits.ts';
import type { Settings } from '../settings.ts';
import { ProblemError } from './problem.ts';
import { readPublicKey } from './public-key.ts';

export type Role = 'admin' | 'manager' | 'viewer';

/** Who calls, and which accounts exist for them. */
export interface Caller {
  readonly subject: string;
  readonly role: Role;
  mayUse(socialAccountId: string): boolean;
  /** undefined: all accounts. */
  readonly accounts: readonly string[] | undefined;
}

const claimsSchema = z.object({
  sub: z.string().min(1).max(255).refine(isStorable),
  role: z.enum(['admin', 'manager', 'viewer']),
  accounts: z.union([z.tuple([z.literal('*')]), z.array(z.guid().transform((id) => id.toLowerCase()))]),
  exp: z.number(),
});

interface KeySource {
  readonly algorithms: Algorithm[];
  keyFor(header: JwtHeader): Promise<string | KeyObject>;
}

const unauthenticated = (detail: string): ProblemError => new ProblemError(401, 'unauthenticated', detail);

/** Checks the bearer token of every request. The accepted algorithms follow from the kind of key, never from the token. */
export function authenticate(settings: Settings): RequestHandler {
  const source = keySource(settings);
  return async (request, response, next) => {
    const token = /^Bearer ([^\s]+)$/i.exec(request.get('authorization') ?? '')?.[1];
    if (token === undefined) throw unauthenticated('A bearer token is needed.');
    response.locals['caller'] = await callerOf(token, source, settings);
    next();
  };
}

export function callerIn(response: Response): Caller {
  const caller: unknown = response.locals['caller'];
  if (typeof caller !== 'object' || caller === null) throw unauthenticated('A bearer token is needed.');
  return caller as Caller;
}

/** Refuses callers without one of the roles. */
export function requireRole(...roles: readonly Role[]): RequestHandler {
  return (_request, response, next) => {
    if (!roles.includes(callerIn(response).role))
      throw new ProblemError(403, 'forbidden', `This needs the role ${roles.join(' or ')}.`);
    next();
  };
}

export const canWrite = requireRole('admin', 'manager');

async function callerOf(token: string, source: KeySource, settings: Settings): Promise<Caller> {
  const header = headerOf(token);
  const verified = await verify(token, header, source, settings);
  const claims = claimsSchema.safeParse(verified);
  if (!claims.success) throw unauthenticated('The token lacks a claim, or one is malformed.');
  const { sub, role, accounts } = claims.data;
  if (accounts[0] === '*') return { subject: sub, role, accounts: undefined, mayUse: () => true };
  const allowed = new Set<string>(accounts);
  return { subject: sub, role, accounts: [...allowed], mayUse: (id) => allowed.has(id) };
}

function headerOf(token: string): JwtHeader {
  try {
    const header = jwt.decode(token, { complete: true })?.header;
    if (header) return header;
  } catch {
    // A payload that is no JSON makes the library throw instead of returning null.
  }
  throw unauthenticated('The token is malformed.');
}

async function verify(token: string, header: JwtHeader, source: KeySource, settings: Settings): Promise<unknown> {
  // Before any key is looked up: `none` and foreign algorithms end here.
  if (!source.algorithms.some((algorithm) => algorithm === header.alg))
    throw unauthenticated('The token is signed with another algorithm.');
  const key = await source.keyFor(header);
  try {
    return jwt.verify(token, key, {
      algorithms: source.algorithms,
      issuer: settings.JWT_ISSUER,
      audience: settings.JWT_AUDIENCE,
    });
  } catch (error) {
    throw unauthenticated(error instanceof jwt.TokenExpiredError ? 'The token has expired.' : 'The token is not valid here.');
  }
}

function keySource(settings: Settings): KeySource {
  const { JWT_SECRET: secret, JWT_PUBLIC_KEY: publicKey } = settings;
  if (secret !== undefined) {
    const key = createSecretKey(Buffer.from(secret));
    return { algorithms: ['HS256'], keyFor: async () => key };
  }
  if (publicKey !== undefined) return pemSource(publicKey);
  return jwksSource(settings.JWKS_URL ?? '');
}

function pemSource(text: string): KeySource {
  const key = readPublicKey(text);
  if (!key.ok) throw new AppError('public-key-unusable', { message: key.detail });
  return { algorithms: [key.algorithm], keyFor: async () => key.pem };
}

function jwksSource(jwksUri: string): KeySource {
  const client = new JwksClient({ jwksUri, cache: true, rateLimit: true, timeout: 5_000 });
  return {
    algorithms: ['RS256', 'ES256'],
    async keyFor(header) {
      try {
        return (await client.getSigningKey(header.kid)).getPublicKey();
      } catch (error) {
        if (error instanceof Error && error.name === 'SigningKeyNotFoundError')
          throw unauthenticated('The token is signed with an unknown key.');
        throw new ProblemError(503, 'unavailable', 'The key set of the token issuer cannot be read.', { retryAfterSeconds: 5 });
      }
    },
  };
}

import { expect, test } from '@jest/globals';
import jwt from 'jsonwebtoken';
import { developmentToken } from './token.ts';

const verify = (token: string) =>
  jwt.verify(token, 'secret', {
    algorithms: ['HS256'],
    issuer: 'meta-ads-orchestrator',
    audience: 'meta-ads-orchestrator',
  }) as jwt.JwtPayload;

test('a token carries what the gateway checks: role, accounts, subject, expiry, issuer and audience', () => {
  const claims = verify(
    developmentToken({ secret: 'secret', role: 'viewer', accounts: ['a', 'b'], subject: 'ann', expiresIn: 60 }),
  );
  expect(claims).toMatchObject({ role: 'viewer', accounts: ['a', 'b'], sub: 'ann' });
  expect((claims.exp ?? 0) - (claims.iat ?? 0)).toBe(60);
});

test('all accounts are a star, and a token lives half a day by default', () => {
  const claims = verify(developmentToken({ secret: 'secret', role: 'manager', accounts: 'all' }));
  expect(claims).toMatchObject({ accounts: ['*'], sub: 'developer' });
  expect((claims.exp ?? 0) - (claims.iat ?? 0)).toBe(12 * 3600);
});

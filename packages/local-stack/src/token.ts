import jwt, { type SignOptions } from 'jsonwebtoken';
import { TOKEN_AUDIENCE, TOKEN_ISSUER } from './stack/environment.ts';

export const ROLES = ['admin', 'manager', 'viewer'] as const;
export type Role = (typeof ROLES)[number];

export type TokenRequest = {
  /** The secret of the running stack (`jwt_secret` of stack.json). */
  secret: string;
  role: Role;
  /** Social account ids, or all of them. */
  accounts: 'all' | readonly string[];
  /** Default: `developer`. */
  subject?: string | undefined;
  /** As jsonwebtoken reads it: `12h`, `30m`, or seconds. Default: 12 hours. */
  expiresIn?: string | number | undefined;
};

/** A development token that the gateway of the stack accepts. */
export function developmentToken(request: TokenRequest): string {
  const accounts = request.accounts === 'all' ? ['*'] : [...request.accounts];
  return jwt.sign({ role: request.role, accounts }, request.secret, {
    algorithm: 'HS256',
    issuer: TOKEN_ISSUER,
    audience: TOKEN_AUDIENCE,
    subject: request.subject ?? 'developer',
    expiresIn: (request.expiresIn ?? '12h') as NonNullable<SignOptions['expiresIn']>,
  });
}

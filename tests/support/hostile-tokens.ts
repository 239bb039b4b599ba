import { createHmac } from 'node:crypto';
import { TOKEN_AUDIENCE, TOKEN_ISSUER } from '@mao/local-stack';

const HASHES: Readonly<Record<string, string>> = { HS256: 'sha256', RS256: 'sha256', HS512: 'sha512' };

/** A token put together by hand, because a library would refuse to make most of these. */
export function forgeToken(
  secret: string,
  change: { header?: Record<string, unknown>; claims?: Record<string, unknown>; payload?: string; signature?: string } = {},
): string {
  const header = { alg: 'HS256', typ: 'JWT', ...change.header };
  const encode = (value: string): string => Buffer.from(value).toString('base64url');
  const payload = change.payload ?? JSON.stringify({ ...goodClaims(), ...change.claims });
  const signed = `${encode(JSON.stringify(header))}.${encode(payload)}`;
  const hash = HASHES[String(header.alg)] ?? 'sha256';
  return `${signed}.${change.signature ?? createHmac(hash, secret).update(signed).digest('base64url')}`;
}

const nowSeconds = (): number => Math.floor(Date.now() / 1_000);

const goodClaims = () => ({
  sub: 'test',
  role: 'admin',
  accounts: ['*'],
  iss: TOKEN_ISSUER,
  aud: TOKEN_AUDIENCE,
  exp: nowSeconds() + 600,
});

/** Authorization headers that must all be 401; undefined: the header is not sent. */
export function refusedAuthorizations(secret: string): [name: string, header: string | undefined][] {
  const bearer = (name: string, change: Parameters<typeof forgeToken>[1]): [string, string] => [
    name,
    `Bearer ${forgeToken(secret, change)}`,
  ];
  const claim = (name: string, claims: Record<string, unknown>): [string, string] => bearer(name, { claims });
  const unsigned = { header: { alg: 'none' }, signature: '' };
  const [head, , signature] = forgeToken(secret).split('.');
  const otherPayload = forgeToken(secret, { claims: { role: 'viewer' } }).split('.')[1];
  return [
    ['no header', undefined],
    ['another scheme', 'Basic dXNlcjpwYXNz'],
    ['no token', 'Bearer'],
    ['garbage', 'Bearer x'],
    ['three garbage parts', 'Bearer a.b.c'],
    ['two tokens', `Bearer ${forgeToken(secret)} ${forgeToken(secret)}`],
    ['a payload that is no JSON', `Bearer ${forgeToken(secret, { payload: 'no json' })}`],
    ['a payload that is no object', `Bearer ${forgeToken(secret, { payload: '"text"' })}`],
    ['alg none', `Bearer ${forgeToken(secret, unsigned)}`],
    bearer('alg None', { ...unsigned, header: { alg: 'None' } }),
    bearer('HS256 without a signature', { signature: '' }),
    ['a signature over something else', `Bearer ${head}.${otherPayload}.${signature}`],
    ['another secret', `Bearer ${forgeToken('another secret of more than 32 characters')}`],
    bearer('RS256 header with the HS secret', { header: { alg: 'RS256' } }),
    bearer('HS512 with the right secret', { header: { alg: 'HS512' } }),
    bearer('no alg', { header: { alg: undefined } }),
    claim('expired', { exp: nowSeconds() - 1 }),
    claim('no exp', { exp: undefined }),
    claim('exp as text', { exp: String(nowSeconds() + 600) }),
    claim('not valid yet', { nbf: nowSeconds() + 600 }),
    claim('wrong audience', { aud: 'somebody-else' }),
    claim('no audience', { aud: undefined }),
    claim('wrong issuer', { iss: 'somebody-else' }),
    claim('no issuer', { iss: undefined }),
    claim('no sub', { sub: undefined }),
    claim('empty sub', { sub: '' }),
    claim('NUL in sub', { sub: 'a\u0000b' }),
    claim('no role', { role: undefined }),
    claim('unknown role', { role: 'root' }),
    claim('no accounts', { accounts: undefined }),
    claim('accounts as text', { accounts: '*' }),
    claim('accounts that are no ids', { accounts: ['a'] }),
  ];
}

import { createHmac } from 'node:crypto';
import { badParameter, doesNotExist, GraphRefusal } from './errors.ts';
import type { Params } from './params/decode-parameter.ts';
import { type TokenGrant, unlimitedGrant } from './store/tokens.ts';
import type { World } from './world.ts';

const PROOF_LIFE_SECONDS = 300;

/** Finds the token (query, body or Bearer header) and checks it and its proof. @throws GraphRefusal 104, 190 or 100 */
export function authenticate(world: World, params: Params, authorization: string | undefined): TokenGrant {
  const token = tokenOf(params, authorization);
  if (token === null)
    throw new GraphRefusal({ httpStatus: 400, code: 104, message: 'An access token is required to request this resource.' });
  const grant = grantOf(world, token);
  if (!grant.isValid) throw invalidToken(460, 'Error validating access token: The session has been invalidated.');
  if (grant.expiresAtMs !== null && grant.expiresAtMs <= world.clock.nowMs()) {
    throw invalidToken(
      463,
      `Error validating access token: Session has expired on ${new Date(grant.expiresAtMs).toUTCString()}.`,
    );
  }
  if (world.settings.appSecret !== null) checkProof(world.settings.appSecret, token, params);
  return grant;
}

/** The token of a request wherever it travels. */
function tokenOf(params: Params, authorization: string | undefined): string | null {
  const bearer = /^(?:Bearer|OAuth) (.+)$/i.exec(authorization ?? '')?.[1];
  const token = params['access_token'] ?? bearer;
  return typeof token === 'string' && token !== '' ? token : null;
}

function grantOf(world: World, token: string): TokenGrant {
  const known = world.tokens.find(token);
  if (known !== undefined) return known;
  if (world.settings.strictTokens) throw invalidToken(undefined, 'Invalid OAuth access token - Cannot parse access token');
  const grant = unlimitedGrant(token);
  world.tokens.put(grant);
  return grant;
}

function invalidToken(subcode: number | undefined, message: string): GraphRefusal {
  return new GraphRefusal({ httpStatus: 400, code: 190, subcode, message });
}

/** Both forms: HMAC of the token, or of `token|unix_time` sent with appsecret_time and valid for five minutes. */
function checkProof(appSecret: string, token: string, params: Params): void {
  const proof = params['appsecret_proof'];
  if (proof === undefined) throw badParameter('API calls from the server require an appsecret_proof argument', 'appsecret_proof');
  const time = params['appsecret_time'];
  const message = time === undefined ? token : `${token}|${String(time)}`;
  const isFresh = time === undefined || Math.abs(Date.now() / 1000 - Number(time)) <= PROOF_LIFE_SECONDS;
  const expected = createHmac('sha256', appSecret).update(message).digest('hex');
  if (!isFresh || proof !== expected)
    throw badParameter('Invalid appsecret_proof provided in the API argument', 'appsecret_proof');
}

/** What a call needs to be allowed to. */
export interface Access {
  readonly method: string;
  readonly account: string;
  /** The object addressed by its own id, if any: a foreign one does not exist for the caller. */
  readonly objectId: string | null;
  readonly isInstagram: boolean;
}

/** @throws GraphRefusal 200 or 10 for a missing scope or account, 100/33 for a foreign object. */
export function authorize(grant: TokenGrant, access: Access): void {
  if (grant.accounts !== null && !access.isInstagram && !grant.accounts.has(access.account)) {
    if (access.objectId !== null) throw doesNotExist(access.method, access.objectId);
    throw forbidden(200, `Ad account owner has NOT grant ads_management or ads_read permission for ${access.account}`);
  }
  const needed = scopesFor(access);
  if (grant.scopes !== null && !needed.some((scope) => grant.scopes?.has(scope))) {
    const code = access.isInstagram ? 10 : 200;
    throw forbidden(code, `This call requires one of the permissions ${needed.join(', ')}`);
  }
}

function scopesFor(access: Access): readonly string[] {
  if (access.isInstagram)
    return access.method === 'GET' ? ['instagram_basic', 'instagram_content_publish'] : ['instagram_content_publish'];
  return access.method === 'GET' ? ['ads_read', 'ads_management'] : ['ads_management'];
}

function forbidden(code: number, message: string): GraphRefusal {
  return new GraphRefusal({ httpStatus: 403, code, message: `(#${code}) ${message}` });
}

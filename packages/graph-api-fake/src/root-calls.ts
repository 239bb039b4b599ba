import { GraphRefusal, parameterRequired } from './errors.ts';
import type { Params } from './params/decode-parameter.ts';
import type { TokenGrant } from './store/tokens.ts';
import type { World } from './world.ts';

const SIXTY_DAYS_MS = 60 * 24 * 3_600_000;
const APP_ID = '100000000000001';
const ALL_SCOPES = [
  'ads_management',
  'ads_read',
  'business_management',
  'pages_read_engagement',
  'instagram_basic',
  'instagram_content_publish',
];

/** Calls about tokens themselves; they authenticate in their own way (app id and secret). Null when the path is none of them. */
export function answerRootCall(world: World, method: string, path: string, params: Params): unknown {
  if (path === '/debug_token' && method === 'GET') return debugToken(world, params);
  if (path === '/oauth/access_token') return exchangeToken(world, params);
  if (path === '/oauth/revoke' && method === 'GET') return revokeToken(world, params);
  return null;
}

function debugToken(world: World, params: Params): unknown {
  const input = params['input_token'];
  if (typeof input !== 'string') throw parameterRequired('input_token');
  const grant = world.tokens.find(input);
  if (grant === undefined)
    return { data: { is_valid: false, scopes: [], error: { code: 190, message: 'Invalid OAuth access token.' } } };
  const isExpired = grant.expiresAtMs !== null && grant.expiresAtMs <= world.clock.nowMs();
  const scopes = grant.scopes === null ? ALL_SCOPES : [...grant.scopes];
  const targets = grant.accounts === null ? {} : { target_ids: [...grant.accounts].map((id) => id.replace(/^act_/, '')) };
  const data = {
    app_id: APP_ID,
    type: 'SYSTEM_USER',
    application: 'Fake app',
    is_valid: grant.isValid && !isExpired,
    expires_at: grant.expiresAtMs === null ? 0 : Math.floor(grant.expiresAtMs / 1000),
    data_access_expires_at: 0,
    scopes,
    granular_scopes: scopes.map((scope) => ({ scope, ...targets })),
    user_id: '200000000000001',
  };
  if (isExpired) return { data: { ...data, error: { code: 190, subcode: 463, message: 'Session has expired' } } };
  return { data };
}

/** A new token with the old one's rights for 60 days; the old one stays valid until its own end. */
function exchangeToken(world: World, params: Params): unknown {
  const old = world.tokens.find(String(params['fb_exchange_token'] ?? ''));
  if (old === undefined || !isUsable(world, old))
    throw new GraphRefusal({ httpStatus: 400, code: 190, message: 'Invalid OAuth access token.' });
  const token = `${old.token}-renewed-${world.ids.next().slice(-6)}`;
  world.tokens.put({ ...old, token, expiresAtMs: world.clock.nowMs() + SIXTY_DAYS_MS });
  return { access_token: token, token_type: 'bearer', expires_in: SIXTY_DAYS_MS / 1000 };
}

/** `GET /oauth/revoke?revoke_token=`: the token stops working at once. */
function revokeToken(world: World, params: Params): unknown {
  const { revoke_token: token } = params;
  if (typeof token !== 'string') throw parameterRequired('revoke_token');
  const grant = world.tokens.find(token);
  if (grant === undefined) throw new GraphRefusal({ httpStatus: 400, code: 190, message: 'Invalid OAuth access token.' });
  world.tokens.put({ ...grant, isValid: false });
  return { success: true };
}

function isUsable(world: World, grant: TokenGrant): boolean {
  return grant.isValid && (grant.expiresAtMs === null || grant.expiresAtMs > world.clock.nowMs());
}

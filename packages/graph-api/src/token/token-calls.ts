import type { CallResult } from '../errors/graph-error.ts';
import { makeError } from '../errors/make-error.ts';
import { type GraphFields, isFields, type Json } from '../json.ts';
import { numericId } from '../wire/create-outcome.ts';
import { readResult, unreadable } from '../wire/read-result.ts';
import type { WireSettings } from '../wire/settings.ts';
import type { Transport } from '../wire/transport.ts';

/** What Meta says of one token. Times in milliseconds, null for never. */
export interface TokenDebug {
  readonly appId: string | null;
  readonly type: string | null;
  readonly isValid: boolean;
  readonly expiresAtMs: number | null;
  readonly dataAccessExpiresAtMs: number | null;
  readonly scopes: readonly string[];
  /** Scopes that hold only for some accounts or pages: scope to their ids. */
  readonly targets: Readonly<Record<string, readonly string[]>>;
  readonly userId: string | null;
  readonly error: { readonly code: number | null; readonly subcode: number | null; readonly message: string } | null;
}

/** A token in exchange for another. */
export interface NewToken {
  readonly accessToken: string;
  readonly expiresInMs: number | null;
}

const NEEDS_APP = {
  ok: false,
  error: makeError('VALIDATION', 'client', 'not sent: looking at tokens needs the app id and the app secret'),
} as const;

const strings = (value: Json | undefined): string[] =>
  Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
const text = (value: Json | undefined): string | null => (typeof value === 'string' ? value : null);

function time(value: Json | undefined): number | null {
  const seconds = Number(value ?? 0);
  return Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : null;
}

function tokenError(value: Json | undefined): TokenDebug['error'] {
  if (!isFields(value)) return null;
  const number = (field: string): number | null => (typeof value[field] === 'number' ? value[field] : null);
  return { code: number('code'), subcode: number('subcode'), message: text(value['message']) ?? 'Meta gave no message' };
}

function readDebug(data: GraphFields): TokenDebug {
  const granular = Array.isArray(data['granular_scopes']) ? data['granular_scopes'].filter(isFields) : [];
  const targets = granular.flatMap((entry) => {
    const ids = strings(entry['target_ids']);
    return ids.length === 0 ? [] : [[String(entry['scope']), ids] as const];
  });
  return {
    appId: numericId(data['app_id']),
    type: text(data['type']),
    isValid: data['is_valid'] === true,
    expiresAtMs: time(data['expires_at']),
    dataAccessExpiresAtMs: time(data['data_access_expires_at']),
    scopes: strings(data['scopes']),
    targets: Object.fromEntries(targets),
    userId: numericId(data['user_id']),
    error: tokenError(data['error']),
  };
}

/** These calls count against no ad account: they are made in the app's own name. */
const asApp = (settings: WireSettings) => ({ adAccountId: 'app', accessToken: `${settings.appId}|${settings.appSecret}` });

/** Asks Meta about a token. */
export async function debugToken(transport: Transport, settings: WireSettings, token: string): Promise<CallResult<TokenDebug>> {
  if (settings.appId === null || settings.appSecret === null) return NEEDS_APP;
  const params = { input_token: token };
  const answer = readResult(
    await transport.send(asApp(settings), { method: 'GET', path: '/debug_token', params, isUngoverned: true }),
  );
  if (!answer.ok) return answer;
  const data = answer.value['data'];
  return isFields(data) ? { ok: true, value: readDebug(data) } : unreadable('the answer says nothing about the token');
}

/** A new token for one that is still valid; the old one lives on until its own end. Repeatable. */
export async function exchangeToken(transport: Transport, settings: WireSettings, token: string): Promise<CallResult<NewToken>> {
  if (settings.appId === null || settings.appSecret === null) return NEEDS_APP;
  const params = {
    grant_type: 'fb_exchange_token',
    client_id: settings.appId,
    client_secret: settings.appSecret,
    set_token_expires_in_60_days: true,
    fb_exchange_token: token,
  };
  const request = { method: 'GET', path: '/oauth/access_token', params, isUngoverned: true, answersSecret: true } as const;
  const answer = readResult(await transport.send(asApp(settings), request));
  if (!answer.ok) return { ok: false, error: withoutWords(answer.error) };
  const accessToken = text(answer.value['access_token']);
  if (accessToken === null) return unreadable('the answer carries no token');
  const seconds = Number(answer.value['expires_in'] ?? 0);
  return { ok: true, value: { accessToken, expiresInMs: seconds > 0 ? seconds * 1000 : null } };
}

/** The answer was not cleaned of secrets, and Meta quotes what it was sent. */
const withoutWords = <E extends { readonly message: string }>(error: E): E => ({
  ...error,
  message: 'Meta refused to exchange the token',
  userTitle: null,
  userMessage: null,
});

import { badParameter, GraphRefusal, parameterRequired } from '../errors.ts';
import { type GraphRequest, type Outcome, refusedOutcome } from '../execute-call.ts';
import { checkVersion } from '../http/path-version.ts';
import { type Params, readStringList } from '../params/decode-parameter.ts';
import type { World } from '../world.ts';
import { verifyCallback } from './verify-callback.ts';
import { putSubscription } from './webhook-book.ts';

const PATH = /^\/(\d+)\/subscriptions$/;

export function isAboutSubscriptions(request: GraphRequest): boolean {
  return PATH.test(request.path);
}

/** Calls the callback of a new subscription before anything is stored. null: nothing to verify, or verified. */
export async function verifySubscription(request: GraphRequest): Promise<string | null> {
  if (request.method !== 'POST') return null;
  const { callback_url, verify_token } = request.params;
  return await verifyCallback(String(callback_url ?? ''), String(verify_token ?? ''));
}

/** `GET|POST|DELETE /<app>/subscriptions`, with an app access token. Never throws. */
export function answerSubscriptions(world: World, request: GraphRequest, failedVerification: string | null): Outcome {
  try {
    checkVersion(world.settings, request.version, request.path);
    const appId = PATH.exec(request.path)?.[1] ?? '';
    checkAppToken(world, request, appId);
    const body = handle(world, request, appId, failedVerification);
    return { status: 200, body, headers: {}, account: null, errorCode: null, created: [] };
  } catch (error) {
    if (error instanceof GraphRefusal) return refusedOutcome(world, error.detail);
    throw error;
  }
}

function handle(world: World, request: GraphRequest, appId: string, failedVerification: string | null): unknown {
  const { subscriptions } = world.webhooks.book;
  if (request.method === 'POST') return subscribe(world, request.params, appId, failedVerification);
  if (request.method === 'GET') {
    const own = [...subscriptions.values()].filter((subscription) => subscription.appId === appId);
    return {
      data: own.map(({ object, callbackUrl, fields }) => ({
        object,
        callback_url: callbackUrl,
        active: true,
        fields: fields.map((name) => ({ name, version: world.settings.versions.at(-1) })),
      })),
    };
  }
  const { object } = request.params;
  for (const [key, subscription] of subscriptions) {
    if (subscription.appId === appId && (object === undefined || subscription.object === object)) subscriptions.delete(key);
  }
  return { success: true };
}

function subscribe(world: World, params: Params, appId: string, failedVerification: string | null): unknown {
  const missing = ['object', 'callback_url', 'verify_token', 'fields'].find((name) => params[name] === undefined);
  if (missing !== undefined) throw parameterRequired(missing);
  const fields = readStringList('fields', params['fields']) ?? [];
  if (fields.length === 0) throw badParameter('fields must name at least one field', 'fields');
  if (failedVerification !== null) {
    throw new GraphRefusal({
      httpStatus: 400,
      code: 2200,
      message: `(#2200) Callback verification failed with the following errors: ${failedVerification}`,
    });
  }
  const callbackUrl = String(params['callback_url']);
  putSubscription(world.webhooks.book, { appId, object: String(params['object']), callbackUrl, fields });
  return { success: true };
}

/** An app access token is `<app id>|<app secret>`. */
function checkAppToken(world: World, request: GraphRequest, appId: string): void {
  const bearer = /^Bearer (.+)$/i.exec(request.authorization ?? '')?.[1];
  const [owner, secret] = String(request.params['access_token'] ?? bearer ?? '').split('|');
  if (owner !== appId || secret === undefined) {
    throw new GraphRefusal({
      httpStatus: 400,
      code: 15,
      message: '(#15) This method must be called with an app access_token.',
    });
  }
  if (world.settings.appSecret === null || secret === world.settings.appSecret) return;
  throw new GraphRefusal({ httpStatus: 400, code: 190, message: 'Error validating application. Invalid application secret' });
}

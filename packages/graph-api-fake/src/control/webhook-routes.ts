import { z } from 'zod';
import { verifyCallback } from '../webhooks/verify-callback.ts';
import { putSubscription } from '../webhooks/webhook-book.ts';
import { ControlError } from './control-error.ts';
import type { ControlRequest, ControlRoute } from './control-route.ts';

const subscriptionSpec = z.strictObject({
  callback_url: z.url(),
  verify_token: z.string(),
  object: z.string().min(1),
  fields: z.array(z.string().min(1)).min(1),
  app_id: z.string().regex(/^\d+$/).optional(),
});

const eventSpec = z.strictObject({
  object: z.string().min(1),
  id: z.string().min(1),
  field: z.string().min(1),
  value: z.unknown(),
});

export const WEBHOOK_ROUTES: readonly ControlRoute[] = [
  { method: 'GET', path: /^webhooks$/, handle: listDeliveries },
  { method: 'POST', path: /^webhooks$/, handle: subscribe },
  { method: 'POST', path: /^webhooks\/events$/, handle: publish },
  { method: 'DELETE', path: /^webhooks$/, handle: forgetAll },
];

function listDeliveries({ world }: ControlRequest): unknown {
  return {
    data: world.webhooks.deliveries().map((delivery) => ({
      id: delivery.id,
      callback_url: delivery.callbackUrl,
      state: delivery.state,
      attempts: delivery.attempts,
      last_status: delivery.lastStatus,
      next_attempt: new Date(delivery.nextMs).toISOString(),
      body: JSON.parse(delivery.body) as unknown,
    })),
  };
}

const DEFAULT_APP_ID = '100000000000001';

/** The same handshake as `POST /<app>/subscriptions`, without an app token. */
async function subscribe({ world, body }: ControlRequest): Promise<unknown> {
  const { callback_url, verify_token, object, fields, app_id } = subscriptionSpec.parse(body);
  const failure = await verifyCallback(callback_url, verify_token);
  if (failure !== null) throw new ControlError(400, `callback verification failed: ${failure}`);
  putSubscription(world.webhooks.book, { appId: app_id ?? DEFAULT_APP_ID, object, callbackUrl: callback_url, fields });
  return { success: true };
}

/** Any event, now, to whoever subscribed to its object and field. */
function publish({ world, body }: ControlRequest): unknown {
  const { object, id, field, value } = eventSpec.parse(body);
  world.webhooks.publish({ object, entryId: id, field, value, account: null, dueMs: world.clock.nowMs() });
  return { success: true };
}

function forgetAll({ world }: ControlRequest): unknown {
  world.webhooks.clear();
  return { success: true };
}

import { parameterRequired } from '../errors.ts';
import { type AccountCall, type GraphReply, reply } from '../graph-call.ts';

/** `GET /act_<id>/subscribed_apps`. */
export function listSubscribedApps(call: AccountCall): GraphReply {
  const apps = [...(call.world.webhooks.book.appsByAccount.get(call.account.id) ?? [])];
  return reply({ data: apps.map((id) => ({ id, name: `App ${id}` })) });
}

/** `POST /act_<id>/subscribed_apps?app_id=`: from then on the app hears of the account. */
export function subscribeApp(call: AccountCall): GraphReply {
  const { appsByAccount } = call.world.webhooks.book;
  appsByAccount.set(call.account.id, new Set([...(appsByAccount.get(call.account.id) ?? []), appOf(call)]));
  return reply({ success: true });
}

/** `DELETE /act_<id>/subscribed_apps?app_id=`. */
export function unsubscribeApp(call: AccountCall): GraphReply {
  call.world.webhooks.book.appsByAccount.get(call.account.id)?.delete(appOf(call));
  return reply({ success: true });
}

function appOf(call: AccountCall): string {
  const { app_id: appId } = call.params;
  if (appId === undefined || appId === '') throw parameterRequired('app_id');
  return String(appId);
}

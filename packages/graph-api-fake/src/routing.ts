import { listByLabels, listChildren } from './edges/list-objects.ts';
import { doesNotExist, notPlayed, UNKNOWN_ROUTE, unknownPath } from './errors.ts';
import { renderObject } from './fields/object-fields.ts';
import { parseFields } from './fields/parse-fields.ts';
import { type AccountCall, type GraphReply, reply } from './graph-call.ts';
import { readInsights } from './insights/insights-edge.ts';
import { readReport, startReport } from './insights/report-run.ts';
import { isExpiredRun } from './insights/run-state.ts';
import type { Bucket } from './limits/account-limits.ts';
import { readAccount, readMinimumBudgets } from './nodes/account-node.ts';
import { deleteObject } from './nodes/delete-object.ts';
import { updateObject } from './nodes/update-object.ts';
import { createAd } from './objects/ad.ts';
import { createAdSet } from './objects/ad-set.ts';
import { createCampaign } from './objects/campaign.ts';
import { createCreative } from './objects/creative.ts';
import { createImages, deleteImage } from './objects/image.ts';
import { attachLabels, createLabel } from './objects/label.ts';
import { createContainer, listPosts, publishContainer, publishingLimit } from './objects/media.ts';
import { createRequestSet, listRequests } from './objects/request-set.ts';
import { createVideo } from './objects/video.ts';
import { ownEntry } from './own-entry.ts';
import type { Level, StoredObject } from './store/stored-object.ts';
import { listSubscribedApps, subscribeApp, unsubscribeApp } from './webhooks/subscribed-apps.ts';
import type { World } from './world.ts';

/** What a path points at, before anything about the caller is known. */
export interface Target {
  /** `act_<digits>`, or an Instagram user's id. */
  readonly account: string;
  readonly object: StoredObject | null;
  readonly bucket: Bucket;
  /** `act`, `ig` or the object's level. */
  readonly node: Level | 'act' | 'ig';
  readonly handle: Handler;
}

type Handler = (call: AccountCall, target: Target) => GraphReply;
type Method = 'GET' | 'POST' | 'DELETE';
type Edge = Partial<Record<Method, Handler>>;

const children =
  (level: Level): Handler =>
  (call, { object, account }) =>
    listChildren(call, object?.id ?? account, level);

const labelled =
  (level: Level): Handler =>
  (call, { account }) =>
    listByLabels(call, account, level);

const INSIGHTS: Edge = { GET: readInsights, POST: startReport };

const ACCOUNT_EDGES: Readonly<Record<string, Edge>> = {
  campaigns: { GET: children('campaign'), POST: createCampaign },
  adsets: { GET: children('adset'), POST: createAdSet },
  adcreatives: { GET: children('creative'), POST: createCreative },
  ads: { GET: children('ad'), POST: createAd },
  advideos: { GET: children('video'), POST: createVideo },
  adlabels: { GET: children('label'), POST: createLabel },
  campaignsbylabels: { GET: labelled('campaign') },
  adsetsbylabels: { GET: labelled('adset') },
  adcreativesbylabels: { GET: labelled('creative') },
  adsbylabels: { GET: labelled('ad') },
  minimum_budgets: { GET: readMinimumBudgets },
  adimages: { GET: children('image'), POST: createImages, DELETE: deleteImage },
  async_batch_requests: { POST: createRequestSet },
  subscribed_apps: { GET: listSubscribedApps, POST: subscribeApp, DELETE: unsubscribeApp },
  insights: INSIGHTS,
};

const addLabels: Handler = (call, { object }) => {
  if (object !== null) attachLabels(call.world, object, call.params['adlabels']);
  return reply({ success: true });
};

const creativesOfAds: Handler = (call, { object }) => {
  const ads = object === null ? [] : object.level === 'ad' ? [object] : call.world.store.list(object.id, 'ad');
  const ids = new Set(ads.flatMap((ad) => (ad.creativeId === null ? [] : [ad.creativeId])));
  const creatives = [...ids].flatMap((id) => call.world.store.get(id) ?? []);
  return reply({ data: creatives.map((creative) => renderObject(call.world, creative, parseFields(call.params['fields']))) });
};

const OBJECT_EDGES: Partial<Record<Level, Readonly<Record<string, Edge>>>> = {
  campaign: {
    adsets: { GET: children('adset') },
    ads: { GET: children('ad') },
    insights: INSIGHTS,
    adlabels: { POST: addLabels },
  },
  adset: {
    ads: { GET: children('ad') },
    adcreatives: { GET: creativesOfAds },
    insights: INSIGHTS,
    adlabels: { POST: addLabels },
  },
  ad: { adcreatives: { GET: creativesOfAds }, insights: INSIGHTS, adlabels: { POST: addLabels } },
  creative: { adlabels: { POST: addLabels } },
  report: { insights: { GET: readReport } },
  request_set: { requests: { GET: listRequests } },
};

const INSTAGRAM_EDGES: Readonly<Record<string, Edge>> = {
  media: { GET: listPosts, POST: createContainer },
  media_publish: { POST: publishContainer },
  content_publishing_limit: { GET: publishingLimit },
};

const NODE: Edge = {
  GET: (call, { object }) => reply(object === null ? {} : renderObject(call.world, object, parseFields(call.params['fields']))),
  POST: (call, { object }) => (object === null ? reply({}) : updateObject(call, object)),
  DELETE: (call, { object }) => (object === null ? reply({}) : deleteObject(call.world, object)),
};

/** Parts of the API that later work adds; each is named, so that a caller sees what is missing. */
const NOT_PLAYED: Readonly<Record<string, string>> = {
  asyncadrequestsets: 'asynchronous ad requests',
};

/** Finds what `method path` means. @throws GraphRefusal 2500 for an unknown path, 100/33 for an unknown object. */
export function findTarget(world: World, method: Method, path: string): Target {
  const [node = '', edge, ...rest] = path.slice(1).split('/');
  const missing = ownEntry(NOT_PLAYED, edge ?? node);
  if (missing !== undefined) throw notPlayed(missing);
  if (rest.length > 0) throw unknownPath(path);
  if (/^act_\d+$/.test(node)) return accountTarget(method, node, edge, path);
  if (!/^\d+$/.test(node)) throw unknownPath(path);
  const object = world.store.get(node);
  if (object !== undefined && hasVanished(world, object)) throw doesNotExist(method, node);
  if (object === undefined) return instagramTarget(method, node, edge);
  return objectTarget(method, object, edge, path);
}

/** Unlike other objects, deleted labels and expired runs cannot be read by id; nor can what a fault still holds back. */
function hasVanished(world: World, object: StoredObject): boolean {
  if (object.readableFromMs !== undefined && object.readableFromMs > world.clock.nowMs()) return true;
  return (object.level === 'label' && object.status === 'DELETED') || isExpiredRun(world, object);
}

function accountTarget(method: Method, account: string, edge: string | undefined, path: string): Target {
  const handlers = edge === undefined ? { GET: readAccount } : ownEntry(ACCOUNT_EDGES, edge);
  const handle = pick(handlers, method, path, account);
  return { account, object: null, bucket: edge === 'insights' ? 'ads_insights' : 'ads_management', node: 'act', handle };
}

function objectTarget(method: Method, object: StoredObject, edge: string | undefined, path: string): Target {
  const handlers = edge === undefined ? NODE : ownEntry(OBJECT_EDGES[object.level] ?? {}, edge);
  const handle = pick(handlers, method, path, object.id);
  return { account: object.account, object, bucket: bucketOf(object, edge), node: object.level, handle };
}

function bucketOf(object: StoredObject, edge: string | undefined): Bucket {
  if (object.level === 'media' || object.level === 'post') return 'instagram';
  return edge === 'insights' || object.level === 'report' ? 'ads_insights' : 'ads_management';
}

/** An id nobody made belongs to an Instagram user if the edge is one of theirs. */
function instagramTarget(method: Method, userId: string, edge: string | undefined): Target {
  const handle = edge === undefined ? undefined : ownEntry(INSTAGRAM_EDGES, edge)?.[method];
  if (handle === undefined) throw doesNotExist(method, userId, isKnownEdge(edge) ? undefined : UNKNOWN_ROUTE);
  return { account: userId, object: null, bucket: 'instagram', node: 'ig', handle };
}

/** Whether any node has such an edge: then it is the id that is wrong, not the path. */
function isKnownEdge(edge: string | undefined): boolean {
  if (edge === undefined) return true;
  const tables = [ACCOUNT_EDGES, INSTAGRAM_EDGES, ...Object.values(OBJECT_EDGES)];
  return tables.some((table) => ownEntry(table, edge) !== undefined);
}

function pick(edge: Edge | undefined, method: Method, path: string, id: string): Handler {
  if (edge === undefined) throw unknownPath(path);
  const handle = edge[method];
  if (handle === undefined) throw doesNotExist(method, id, UNKNOWN_ROUTE);
  return handle;
}

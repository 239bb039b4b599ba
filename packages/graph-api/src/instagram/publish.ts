import type { CallResult, CreateOutcome } from '../errors/graph-error.ts';
import { objectNode } from '../ids.ts';
import { type GraphFields, isFields, type Json } from '../json.ts';
import { createOutcome, numericId } from '../wire/create-outcome.ts';
import { readPages } from '../wire/read-pages.ts';
import { readResult, unreadable } from '../wire/read-result.ts';
import type { Transport, WireRequest } from '../wire/transport.ts';

/** In whose name something is published. */
export interface InstagramAccess {
  readonly instagramUserId: string;
  readonly accessToken: string;
  readonly signal?: AbortSignal;
  readonly caller?: string;
}

/** One Reel. The video must lie on a public URL. */
export interface ReelRequest {
  readonly videoUrl: string;
  readonly caption: string;
  readonly coverUrl?: string;
  /** Default true: it is also shown among the posts. */
  readonly shareToFeed?: boolean;
}

/** `unknown`: a status Meta has not documented, kept in `word`. */
export interface ContainerStatus {
  readonly state: 'in_progress' | 'finished' | 'error' | 'expired' | 'published' | 'unknown';
  readonly word: string;
  readonly detail: string | null;
}

export interface PublishingLimit {
  readonly used: number;
  /** Null when Meta does not say. */
  readonly total: number | null;
}

/** A published post. */
export interface PublishedMedia {
  readonly id: string;
  readonly permalink: string | null;
  readonly caption: string | null;
  readonly timestamp: string | null;
}

const text = (value: Json | undefined): string | null => (typeof value === 'string' ? value : null);

/** Instagram's quota is counted by Instagram user. */
const asAccount = ({ instagramUserId, ...access }: InstagramAccess) => ({ ...access, adAccountId: objectNode(instagramUserId) });

const send = (transport: Transport, access: InstagramAccess, request: Omit<WireRequest, 'bucket'>) =>
  transport.send(asAccount(access), { ...request, bucket: 'instagram' });

/** Makes a container; Meta then fetches the video. One that is never published runs out after 24 hours. */
export async function createReel(transport: Transport, access: InstagramAccess, reel: ReelRequest): Promise<CreateOutcome> {
  const params: GraphFields = {
    media_type: 'REELS',
    video_url: reel.videoUrl,
    caption: reel.caption,
    ...(reel.coverUrl !== undefined && { cover_url: reel.coverUrl }),
    ...(reel.shareToFeed !== undefined && { share_to_feed: reel.shareToFeed }),
  };
  return createOutcome(
    await send(transport, access, { method: 'POST', path: `/${objectNode(access.instagramUserId)}/media`, params }),
  );
}

const STATES: Readonly<Record<string, ContainerStatus['state']>> = {
  IN_PROGRESS: 'in_progress',
  FINISHED: 'finished',
  ERROR: 'error',
  EXPIRED: 'expired',
  PUBLISHED: 'published',
};

/** One look at a container. */
export async function containerStatus(
  transport: Transport,
  access: InstagramAccess,
  containerId: string,
): Promise<CallResult<ContainerStatus>> {
  const request = { method: 'GET', path: `/${objectNode(containerId)}`, params: { fields: 'id,status_code,status' } } as const;
  const node = readResult(await send(transport, access, request));
  if (!node.ok) return node;
  const word = text(node.value['status_code']) ?? 'nothing';
  return { ok: true, value: { state: STATES[word] ?? 'unknown', word, detail: text(node.value['status']) } };
}

/** Publishes a container. Not idempotent: after `ambiguous` read the container first (`afterAmbiguousPublish`). */
export async function publishContainer(
  transport: Transport,
  access: InstagramAccess,
  containerId: string,
): Promise<CreateOutcome> {
  const path = `/${objectNode(access.instagramUserId)}/media_publish`;
  return createOutcome(await send(transport, access, { method: 'POST', path, params: { creation_id: objectNode(containerId) } }));
}

/** What a container says about a publish whose answer was lost. Pure. `published`: look for the post among `recentMedia`. */
export function afterAmbiguousPublish(status: ContainerStatus): 'published' | 'publish_again' | 'look_again' | 'lost' {
  switch (status.state) {
    case 'published':
      return 'published';
    case 'finished':
      return 'publish_again';
    case 'in_progress':
    case 'unknown':
      return 'look_again';
    case 'error':
    case 'expired':
      return 'lost';
  }
}

const MEDIA_FIELDS = 'id,permalink,caption,timestamp';

function readMedia(node: GraphFields): PublishedMedia | null {
  const id = numericId(node['id']);
  if (id === null) return null;
  return { id, permalink: text(node['permalink']), caption: text(node['caption']), timestamp: text(node['timestamp']) };
}

/** One post, for its permalink. */
export async function publishedMedia(
  transport: Transport,
  access: InstagramAccess,
  mediaId: string,
): Promise<CallResult<PublishedMedia>> {
  const request = { method: 'GET', path: `/${objectNode(mediaId)}`, params: { fields: MEDIA_FIELDS } } as const;
  const node = readResult(await send(transport, access, request));
  if (!node.ok) return node;
  const media = readMedia(node.value);
  return media === null ? unreadable('the answer is no post') : { ok: true, value: media };
}

/** The posts of the user, newest first, to find one whose publishing was answered by nobody. */
export async function recentMedia(transport: Transport, access: InstagramAccess): Promise<CallResult<readonly PublishedMedia[]>> {
  const path = `/${objectNode(access.instagramUserId)}/media`;
  const rows = await readPages(transport, asAccount(access), {
    path,
    params: { fields: MEDIA_FIELDS, limit: 50 },
    bucket: 'instagram',
  });
  return rows.ok ? { ok: true, value: rows.value.map(readMedia).filter((media) => media !== null) } : rows;
}

/** How many posts of the last 24 hours count against the user's limit. */
export async function publishingLimit(transport: Transport, access: InstagramAccess): Promise<CallResult<PublishingLimit>> {
  const path = `/${objectNode(access.instagramUserId)}/content_publishing_limit`;
  const answer = readResult(await send(transport, access, { method: 'GET', path, params: { fields: 'quota_usage,config' } }));
  if (!answer.ok) return answer;
  const [row] = Array.isArray(answer.value['data']) ? answer.value['data'] : [];
  const used = isFields(row) ? numericId(row['quota_usage']) : null;
  if (!isFields(row) || used === null) return unreadable('the answer carries no usage');
  const config = row['config'];
  const total = isFields(config) ? numericId(config['quota_total']) : null;
  return { ok: true, value: { used: Number(used), total: total === null ? null : Number(total) } };
}

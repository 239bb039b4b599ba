import type { AccountAccess } from '../access.ts';
import type { CallResult, CreateOutcome } from '../errors/graph-error.ts';
import { accountNode, objectNode } from '../ids.ts';
import type { GraphFields } from '../json.ts';
import { createOutcome, numericId } from '../wire/create-outcome.ts';
import { readResult, successResult, unreadable } from '../wire/read-result.ts';
import type { Transport, WireRequest } from '../wire/transport.ts';

/** A chunked upload under way. Persist it: from here it goes on after a restart. */
export interface VideoUpload {
  readonly sessionId: string;
  readonly videoId: string;
  /** The bytes Meta wants next: from `startOffset` up to, not including, `endOffset`. Equal: all bytes are there. */
  readonly startOffset: number;
  readonly endOffset: number;
}

const edge = (access: AccountAccess): string => `/${accountNode(access.adAccountId)}/advideos`;

const uploadRequest = (access: AccountAccess, params: GraphFields): WireRequest => ({
  method: 'POST',
  path: edge(access),
  params,
  host: 'video',
});

/**
 * Lets Meta fetch a video from a public URL: the cheap way for clips in object storage. Not idempotent, but a second copy
 * only costs storage, so an ambiguous one may be sent again.
 */
export async function createVideo(
  transport: Transport,
  access: AccountAccess,
  video: { readonly fileUrl: string; readonly title: string },
): Promise<CreateOutcome> {
  const params = { file_url: video.fileUrl, title: video.title, name: video.title };
  return createOutcome(await transport.send(access, { method: 'POST', path: edge(access), params }));
}

function offsets(body: GraphFields): { readonly startOffset: number; readonly endOffset: number } | null {
  const [startOffset, endOffset] = [numericId(body['start_offset']), numericId(body['end_offset'])];
  return startOffset === null || endOffset === null ? null : { startOffset: Number(startOffset), endOffset: Number(endOffset) };
}

/** Begins a chunked upload. Repeatable: a session nobody feeds makes no video. */
export async function startVideoUpload(
  transport: Transport,
  access: AccountAccess,
  fileBytes: number,
): Promise<CallResult<VideoUpload>> {
  const params = { upload_phase: 'start', file_size: fileBytes };
  const answer = readResult(await transport.send(access, uploadRequest(access, params)));
  if (!answer.ok) return answer;
  const range = offsets(answer.value);
  const [sessionId, videoId] = [numericId(answer.value['upload_session_id']), numericId(answer.value['video_id'])];
  if (range === null || sessionId === null || videoId === null) return unreadable('the answer carries no upload session');
  return { ok: true, value: { sessionId, videoId, ...range } };
}

/**
 * Sends the bytes Meta wants next and says which it wants then. After a lost answer the same bytes may be sent again: the
 * offset says what they are.
 */
export async function sendVideoChunk(
  transport: Transport,
  access: AccountAccess,
  upload: VideoUpload,
  bytes: Uint8Array,
): Promise<CallResult<VideoUpload>> {
  const params = { upload_phase: 'transfer', upload_session_id: upload.sessionId, start_offset: upload.startOffset };
  const file = { field: 'video_file_chunk', bytes };
  const answer = readResult(await transport.send(access, { ...uploadRequest(access, params), file }));
  if (!answer.ok) return answer;
  const range = offsets(answer.value);
  return range === null ? unreadable('the answer names no offsets') : { ok: true, value: { ...upload, ...range } };
}

/** Ends a chunked upload; Meta then processes the video. */
export async function finishVideoUpload(
  transport: Transport,
  access: AccountAccess,
  upload: VideoUpload,
  title: string,
): Promise<CallResult<null>> {
  const params = { upload_phase: 'finish', upload_session_id: upload.sessionId, title };
  return successResult(await transport.send(access, uploadRequest(access, params)));
}

/** `unknown`: a word Meta has not documented, kept in `word`; it is treated as still processing. */
export interface VideoStatus {
  readonly state: 'ready' | 'processing' | 'error' | 'unknown';
  readonly word: string;
}

const STATES: Readonly<Record<string, VideoStatus['state']>> = { ready: 'ready', processing: 'processing', error: 'error' };

/** Reads a video's status field. Pure. */
export function interpretVideo(node: GraphFields): VideoStatus {
  const status = node['status'];
  const word = typeof status === 'object' && status !== null && !Array.isArray(status) ? status['video_status'] : undefined;
  const text = typeof word === 'string' ? word : 'nothing';
  return { state: STATES[text] ?? 'unknown', word: text };
}

/** One look at a video. Poll until `ready` before a creative uses it. */
export async function videoStatus(
  transport: Transport,
  access: AccountAccess,
  videoId: string,
): Promise<CallResult<VideoStatus>> {
  const request = { method: 'GET', path: `/${objectNode(videoId)}`, params: { fields: 'id,status' } } as const;
  const node = readResult(await transport.send(access, request));
  return node.ok ? { ok: true, value: interpretVideo(node.value) } : node;
}

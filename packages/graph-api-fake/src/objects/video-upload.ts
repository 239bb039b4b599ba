import { badParameter, GraphRefusal, parameterRequired } from '../errors.ts';
import { type AccountCall, type GraphReply, reply } from '../graph-call.ts';
import { UploadedFile } from '../http/multipart.ts';
import { decodeParameter, readParameters } from '../params/decode-parameter.ts';
import { VIDEO_PARAMETERS } from '../params/parameter-tables.ts';
import { numberValue, type StoredObject } from '../store/stored-object.ts';
import { storeObject } from './store-object.ts';

/** What Meta asks for at a time; small enough that a clip needs several. */
const CHUNK_BYTES = 1_048_576;

/** `POST /act_<id>/advideos` with `upload_phase`: start, transfer until the offsets meet, finish. The session is the video's own id. */
export function uploadVideo(call: AccountCall): GraphReply {
  const phase = String(call.params['upload_phase']);
  switch (phase) {
    case 'start':
      return startUpload(call);
    case 'transfer':
      return transferChunk(call);
    case 'finish':
      return finishUpload(call);
    case 'cancel':
      return cancelUpload(call);
    default:
      throw badParameter('upload_phase must be one of the following values: start, transfer, finish, cancel', 'upload_phase');
  }
}

function startUpload(call: AccountCall): GraphReply {
  const size = call.params['file_size'] === undefined ? 0 : decodeParameter('file_size', 'integer', call.params['file_size']);
  if (typeof size !== 'number' || size < 1) throw parameterRequired('file_size');
  const own = readParameters(VIDEO_PARAMETERS, call.params);
  const values = { ...own, upload_size: size, upload_received: 0 };
  const video = storeObject(call.world, { level: 'video', account: call.account.id, values });
  const body = { video_id: video.id, upload_session_id: video.id, ...offsets(video) };
  return { body, created: [video.id] };
}

function transferChunk(call: AccountCall): GraphReply {
  const video = sessionOf(call);
  const chunk = call.params['video_file_chunk'];
  if (!(chunk instanceof UploadedFile)) throw parameterRequired('video_file_chunk');
  const received = numberValue(video, 'upload_received') ?? 0;
  const size = numberValue(video, 'upload_size') ?? 0;
  const isExpected = Number(call.params['start_offset'] ?? Number.NaN) === received && chunk.bytes.length > 0;
  if (!isExpected || received + chunk.bytes.length > size) throw wrongOffset(video);
  change(call, video, { upload_received: received + chunk.bytes.length });
  return reply(offsets(video));
}

function finishUpload(call: AccountCall): GraphReply {
  const video = sessionOf(call);
  if (numberValue(video, 'upload_received') !== numberValue(video, 'upload_size')) throw wrongOffset(video);
  change(call, video, {
    ...readParameters(VIDEO_PARAMETERS, call.params),
    upload_finished_ms: call.world.clock.nowMs(),
    upload_size: null,
  });
  return reply({ success: true });
}

function cancelUpload(call: AccountCall): GraphReply {
  change(call, sessionOf(call), { upload_cancelled: true, upload_size: null });
  return reply({ success: true });
}

function sessionOf(call: AccountCall): StoredObject {
  const session = call.params['upload_session_id'];
  if (session === undefined) throw parameterRequired('upload_session_id');
  const video = call.world.store.get(String(session));
  if (video?.level === 'video' && video.account === call.account.id && numberValue(video, 'upload_size') !== null) return video;
  throw new GraphRefusal({
    httpStatus: 400,
    code: 6000,
    subcode: 1363036,
    message: 'There was a problem uploading your video file. Please try again with another file.',
    userTitle: 'Upload Session Not Found',
    userMsg: 'The upload session does not exist or has ended.',
  });
}

/** Says where the upload really stands: the caller goes on from there. */
function wrongOffset(video: StoredObject): GraphRefusal {
  return new GraphRefusal({
    httpStatus: 400,
    code: 6001,
    subcode: 1363037,
    message: 'There was a problem uploading your video file. Please try again.',
    isTransient: true,
    errorData: offsets(video),
  });
}

function offsets(video: StoredObject): { start_offset: string; end_offset: string } {
  const received = numberValue(video, 'upload_received') ?? 0;
  const size = numberValue(video, 'upload_size') ?? received;
  return { start_offset: String(received), end_offset: String(Math.min(size, received + CHUNK_BYTES)) };
}

function change(call: AccountCall, video: StoredObject, values: Record<string, unknown>): void {
  video.values = { ...video.values, ...values };
  video.updatedAtMs = call.world.clock.nowMs();
  call.world.store.changed(video);
}

import type { AccountAccess } from '../access.ts';
import type { CallResult, CreateOutcome } from '../errors/graph-error.ts';
import type { GraphWire } from '../wire/transport.ts';
import {
  createVideo,
  finishVideoUpload,
  sendVideoChunk,
  startVideoUpload,
  type VideoStatus,
  type VideoUpload,
  videoStatus,
} from './upload-video.ts';

/** Videos of the ad account, for creatives that play. */
export interface VideoCalls {
  /** Lets Meta fetch a video from a public URL. */
  createVideo(access: AccountAccess, video: { readonly fileUrl: string; readonly title: string }): Promise<CreateOutcome>;
  /** For a file that lies on no public URL: start, send chunks until both offsets are equal, finish. */
  startVideoUpload(access: AccountAccess, fileBytes: number): Promise<CallResult<VideoUpload>>;
  sendVideoChunk(access: AccountAccess, upload: VideoUpload, bytes: Uint8Array): Promise<CallResult<VideoUpload>>;
  finishVideoUpload(access: AccountAccess, upload: VideoUpload, title: string): Promise<CallResult<null>>;
  /** One look: poll until `ready`, up to the caller's deadline. */
  videoStatus(access: AccountAccess, videoId: string): Promise<CallResult<VideoStatus>>;
}

export const videoCalls = (wire: GraphWire): VideoCalls => ({
  createVideo: (access, video) => createVideo(wire, access, video),
  startVideoUpload: (access, fileBytes) => startVideoUpload(wire, access, fileBytes),
  sendVideoChunk: (access, upload, bytes) => sendVideoChunk(wire, access, upload, bytes),
  finishVideoUpload: (access, upload, title) => finishVideoUpload(wire, access, upload, title),
  videoStatus: (access, videoId) => videoStatus(wire, access, videoId),
});

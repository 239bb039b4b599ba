import { badParameter } from '../errors.ts';
import type { AccountCall, GraphReply } from '../graph-call.ts';
import { UploadedFile } from '../http/multipart.ts';
import { readParameters } from '../params/decode-parameter.ts';
import { VIDEO_PARAMETERS } from '../params/parameter-tables.ts';
import { isWebAddress } from '../rules/creative-rules.ts';
import { completeCreation } from './create-object.ts';
import { uploadVideo } from './video-upload.ts';

/** `POST /act_<id>/advideos`: a `file_url` that Meta pulls, a multipart `source`, or in chunks. Videos are never deduplicated. */
export function createVideo(call: AccountCall): GraphReply {
  if (call.params['upload_phase'] !== undefined) return uploadVideo(call);
  const values = readParameters(VIDEO_PARAMETERS, call.params);
  const isUploaded = Object.values(call.params).some((value) => value instanceof UploadedFile && value.bytes.length > 0);
  if (isUploaded) return completeCreation(call, { level: 'video', values });
  if (values['file_url'] === undefined) throw badParameter('The parameter file_url or source is required', 'file_url');
  if (!isWebAddress(values['file_url'])) throw badParameter('Unable to fetch video file from URL.', 'file_url');
  return completeCreation(call, { level: 'video', values });
}

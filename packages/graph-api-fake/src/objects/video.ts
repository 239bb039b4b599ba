import { badParameter, notPlayed } from '../errors.ts';
import type { AccountCall, GraphReply } from '../graph-call.ts';
import { readParameters } from '../params/decode-parameter.ts';
import { VIDEO_PARAMETERS } from '../params/parameter-tables.ts';
import { isWebAddress } from '../rules/creative-rules.ts';
import { completeCreation } from './create-object.ts';

/** `POST /act_<id>/advideos` with `file_url`. Videos are never deduplicated. */
export function createVideo(call: AccountCall): GraphReply {
  if (call.params['upload_phase'] !== undefined || call.params['source'] !== undefined)
    throw notPlayed('chunked and multipart video uploads');
  const values = readParameters(VIDEO_PARAMETERS, call.params);
  if (values['file_url'] === undefined) throw badParameter('The parameter file_url or source is required', 'file_url');
  if (!isWebAddress(values['file_url'])) throw badParameter('Unable to fetch video file from URL.', 'file_url');
  return completeCreation(call, { level: 'video', values });
}

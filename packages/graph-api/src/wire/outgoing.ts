import { FormData } from 'undici';
import type { GraphFields } from '../json.ts';
import { encodeParams, paramText } from './encode.ts';
import type { Outgoing } from './http.ts';
import { proofParams } from './secrets.ts';
import type { WireSettings } from './settings.ts';
import type { WireRequest } from './transport.ts';

const headersFor = (accessToken: string): Record<string, string> => ({
  authorization: `Bearer ${accessToken}`,
  accept: 'application/json',
});

function multipart(params: GraphFields, file: NonNullable<WireRequest['file']>): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(params)) if (value !== null) form.append(name, paramText(value));
  form.append(file.field, new Blob([Uint8Array.from(file.bytes)]), 'chunk');
  return form;
}

/** The message of one request: the token in the header, the proof among the parameters. */
export function outgoing(settings: WireSettings, request: WireRequest, accessToken: string): Outgoing {
  const { method, path, file } = request;
  const params = { ...request.params, ...proofParams(settings, accessToken) };
  const headers = headersFor(accessToken);
  const url = `${request.host === 'video' ? settings.videoRoot : settings.root}${path}`;
  if (file !== undefined) return { url, method, headers, body: multipart(params, file) };
  const text = encodeParams(params);
  if (method !== 'POST') return { url: text === '' ? url : `${url}?${text}`, method, headers, body: null };
  const form = { ...headers, 'content-type': 'application/x-www-form-urlencoded' };
  return { url, method, headers: form, body: text };
}

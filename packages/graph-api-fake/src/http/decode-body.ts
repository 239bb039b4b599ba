import { badParameter } from '../errors.ts';
import { isRecord, type Params } from '../params/decode-parameter.ts';
import { decodeMultipart } from './multipart.ts';

/** Parameters of a body: JSON, form, multipart, or nothing. Both official SDKs' habits are legal, such as `{}` on GET. */
export function decodeBody(contentType: string | undefined, body: Buffer): Params {
  if (body.length === 0) return {};
  const type = (contentType ?? '').toLowerCase();
  if (type.startsWith('multipart/')) return decodeMultipart(contentType ?? '', body);
  const text = body.toString('utf8');
  if (type.includes('json') || (type === '' && text.trimStart().startsWith('{'))) return decodeJson(text);
  return Object.fromEntries(new URLSearchParams(text));
}

function decodeJson(text: string): Params {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw badParameter('The request body is not valid JSON');
  }
  if (!isRecord(value)) throw badParameter('The request body must be a JSON object');
  return value;
}

export function decodeQuery(query: string): Params {
  return query === '' ? {} : Object.fromEntries(new URLSearchParams(query));
}

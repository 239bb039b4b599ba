import { type GraphFields, isFields, type Json } from '../json.ts';
import { encodeParams } from './encode.ts';
import type { Outgoing } from './http.ts';
import { outgoing } from './outgoing.ts';
import { parseJson } from './parse-json.ts';
import type { RawAnswer } from './read-answer.ts';
import type { WireSettings } from './settings.ts';
import type { WireRequest } from './transport.ts';
import { parseUsage } from './usage.ts';

/** Meta's limit of one batch. */
export const BATCH_SIZE = 50;

/** One POST that carries reads. Reads only: a batch is not atomic, and what half of it did would be hard to tell. */
export function batchMessage(settings: WireSettings, requests: readonly WireRequest[], accessToken: string): Outgoing {
  const batch = requests.map(({ path, params }) => ({ method: 'GET', relative_url: `${path.slice(1)}?${encodeParams(params)}` }));
  return outgoing(settings, { method: 'POST', path: '/', params: { batch } }, accessToken);
}

function headersOf(part: GraphFields): Map<string, string> {
  const list = Array.isArray(part['headers']) ? part['headers'].filter(isFields) : [];
  return new Map(list.map(({ name, value }) => [String(name).toLowerCase(), String(value)]));
}

function readPart(part: Json): RawAnswer | null {
  if (!isFields(part) || typeof part['code'] !== 'number') return null;
  const headers = headersOf(part);
  const header = (name: string): string | undefined => headers.get(name);
  const text = typeof part['body'] === 'string' ? part['body'] : '';
  return { httpStatus: part['code'], body: parseJson(text), header, usage: parseUsage(header), size: text.length };
}

/** The parts of a batch's answer, each with its own status and usage headers; null for a part Meta did not get to. Null: no batch. */
export function readBatch(raw: RawAnswer, count: number): readonly (RawAnswer | null)[] | null {
  const { body, httpStatus } = raw;
  if (httpStatus !== 200 || !Array.isArray(body) || body.length !== count) return null;
  return body.map(readPart);
}

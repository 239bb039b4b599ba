import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { isFields, type Json } from '../json.ts';
import { parseJson } from '../wire/parse-json.ts';

/** One change Meta tells of. A hint only: read the object again before believing it. */
export interface WebhookEvent {
  /** Equal for a delivery that is repeated. */
  readonly dedupeKey: string;
  /** `ad_account`, `application`. */
  readonly object: string;
  /** The object's id; an application's own id on `application`. */
  readonly entryId: string;
  readonly timeMs: number;
  readonly field: string;
  readonly value: Json;
}

export type Webhook =
  | { readonly ok: true; readonly events: readonly WebhookEvent[] }
  | { readonly ok: false; readonly httpStatus: 400 | 401; readonly reason: string };

const SIGNATURE = /^sha256=([0-9a-f]{64})$/i;

/** Whether Meta signed these bytes. Compares in constant time; a missing or malformed signature is a wrong one. */
export function isSigned(rawBody: Uint8Array, signature: string | undefined, appSecret: string): boolean {
  const hex = SIGNATURE.exec(signature ?? '')?.[1];
  if (hex === undefined) return false;
  return timingSafeEqual(Buffer.from(hex, 'hex'), createHmac('sha256', appSecret).update(rawBody).digest());
}

function sameText(a: string, b: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}

/** The text to answer to Meta's handshake with, null when it is not for us (answer 403). */
export function challenge(query: Readonly<Record<string, unknown>>, verifyToken: string): string | null {
  const { 'hub.mode': mode, 'hub.verify_token': token, 'hub.challenge': text } = query;
  const isOurs = mode === 'subscribe' && typeof token === 'string' && sameText(token, verifyToken);
  return isOurs && typeof text === 'string' ? text : null;
}

/** Equal objects give equal text, whatever the order of their fields. */
function canonical(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (!isFields(value)) return JSON.stringify(value);
  const fields = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${fields.map(([name, item]) => `${JSON.stringify(name)}:${canonical(item)}`).join(',')}}`;
}

function readEvents(body: Json | undefined): WebhookEvent[] | null {
  if (!isFields(body) || typeof body['object'] !== 'string' || !Array.isArray(body['entry'])) return null;
  const object = body['object'];
  return body['entry'].filter(isFields).flatMap((entry) => {
    const changes = Array.isArray(entry['changes']) ? entry['changes'].filter(isFields) : [];
    return changes.map((change) => {
      const event = {
        object,
        entryId: String(entry['id'] ?? ''),
        timeMs: Number(entry['time'] ?? 0) * 1000,
        field: String(change['field'] ?? ''),
        value: change['value'] ?? null,
      };
      return { ...event, dedupeKey: createHash('sha256').update(canonical(event)).digest('hex') };
    });
  });
}

/**
 * Checks and reads one delivery. Pure and quick: store the events under their keys, answer 200, work on them afterwards.
 * @param rawBody exactly the bytes received: a body parsed and printed again has another signature
 */
export function receiveWebhook(rawBody: Uint8Array, signature: string | undefined, appSecret: string): Webhook {
  if (!isSigned(rawBody, signature, appSecret)) return { ok: false, httpStatus: 401, reason: 'not signed by Meta' };
  const events = readEvents(parseJson(Buffer.from(rawBody).toString('utf8')));
  return events === null ? { ok: false, httpStatus: 400, reason: 'not a webhook' } : { ok: true, events };
}

import { createHmac } from 'node:crypto';
import { type GraphFields, isFields, type Json } from '../json.ts';
import type { WireSettings } from './settings.ts';

const hmacHex = (key: string, message: string): string => createHmac('sha256', key).update(message).digest('hex');

/** The proof parameters of one call, none without an app secret. They are built anew for every request, pages included. */
export function proofParams(
  settings: Pick<WireSettings, 'appSecret' | 'timedProof' | 'nowMs'>,
  accessToken: string,
): GraphFields {
  const { appSecret, timedProof, nowMs } = settings;
  if (appSecret === null) return {};
  if (!timedProof) return { appsecret_proof: hmacHex(appSecret, accessToken) };
  const unixSeconds = Math.floor(nowMs() / 1000);
  return { appsecret_proof: hmacHex(appSecret, `${accessToken}|${unixSeconds}`), appsecret_time: unixSeconds };
}

// A real token, proof or secret is far longer; replacing shorter text would only damage what Meta says.
const MIN_SECRET_LENGTH = 8;

/**
 * Takes secrets out of an answer before anything reads it: Meta repeats the token in `paging.next` and in the message
 * "Malformed access token …", which would carry it into logs and events. Names of fields stay as they are.
 */
export function redact(value: Json, secrets: readonly string[]): Json {
  if (typeof value === 'string') return redactText(value, secrets);
  if (Array.isArray(value)) return value.map((item) => redact(item, secrets));
  if (!isFields(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, redact(item, secrets)]));
}

function redactText(text: string, secrets: readonly string[]): string {
  return secrets
    .filter((secret) => secret.length >= MIN_SECRET_LENGTH)
    .flatMap((secret) => [secret, encodeURIComponent(secret)])
    .reduce((clean, secret) => clean.replaceAll(secret, '[redacted]'), text);
}

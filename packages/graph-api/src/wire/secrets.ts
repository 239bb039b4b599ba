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
  const texts = secrets
    .filter((secret) => secret.length >= MIN_SECRET_LENGTH)
    .flatMap((secret) => [secret, encodeURIComponent(secret)]);
  if (texts.length === 0) return value;
  // The figures of a page of insights are shorter than any secret, and are most of what there is to read.
  const shortest = Math.min(...texts.map((text) => text.length));
  const holdsSecret = (item: Json): boolean => {
    if (typeof item === 'string') return item.length >= shortest && texts.some((text) => item.includes(text));
    if (Array.isArray(item)) return item.some(holdsSecret);
    return isFields(item) && Object.values(item).some(holdsSecret);
  };
  const clean = (item: Json): Json => {
    if (!holdsSecret(item)) return item;
    if (Array.isArray(item)) return item.map(clean);
    if (isFields(item)) return Object.fromEntries(Object.entries(item).map(([name, inner]) => [name, clean(inner)]));
    return typeof item === 'string' ? redactText(item, texts) : item;
  };
  return clean(value);
}

const redactText = (text: string, secrets: readonly string[]): string =>
  secrets.reduce((clean, secret) => clean.replaceAll(secret, '[redacted]'), text);

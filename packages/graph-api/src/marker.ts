import { createHmac } from 'node:crypto';

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567'; // RFC 4648 base32, lower case: it survives case-insensitive filters
const KEY_CHARS = 16; // 80 bits: no collision among the objects of one account
const KEY_BYTES = (KEY_CHARS * 5) / 8;

function base32(bytes: Uint8Array): string {
  const bits = Array.from(bytes, (byte) => byte.toString(2).padStart(8, '0')).join('');
  return (bits.match(/.{5}/g) ?? []).map((five) => ALPHABET.charAt(Number.parseInt(five, 2))).join('');
}

/**
 * The key of one saga step: base32(HMAC-SHA256(secret, sagaId|step)), its first 16 characters, lower case.
 * The same step always gets the same key, so a lost answer can be found again; without the secret nobody can forge one.
 */
export function marker(secret: string, sagaId: string, step: string): string {
  const digest = createHmac('sha256', secret).update(`${sagaId}|${step}`).digest();
  return base32(digest.subarray(0, KEY_BYTES));
}

/** The label of a whole saga: its campaign, ad set and ads share it and are told apart by level and parent. */
export const sagaLabel = (secret: string, sagaId: string): string => `xo:${marker(secret, sagaId, 'saga')}`;

/** What a name must end in to belong to a step. */
export const markerSuffix = (key: string): string => ` [xo:${key}]`;

/** The key a name carries, null when it is not one of ours. */
export function markerIn(name: string): string | null {
  return / \[xo:([a-z2-7]{16})\]$/.exec(name)?.[1] ?? null;
}

/** Name plus suffix within `limit` UTF-16 units. The name gives way, never the marker, and no character is cut in two. */
export function markedName(name: string, key: string, limit: number): string {
  const suffix = markerSuffix(key);
  const room = limit - suffix.length;
  if (name.length <= room) return name + suffix;
  let cut = '';
  for (const { segment } of new Intl.Segmenter('en').segment(name)) {
    if (cut.length + segment.length > room) break;
    cut += segment;
  }
  return cut.trimEnd() + suffix;
}

import { z } from 'zod';

const MAX_CHARACTERS = 2_000;
const LABEL = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;
/** Names that never lead to the public internet: RFC 6761, RFC 6762, RFC 7686, RFC 8375, RFC 9476 and ICANN's .internal. */
const RESERVED_TOP = new Set([
  'localhost',
  'local',
  'internal',
  'test',
  'invalid',
  'example',
  'onion',
  'alt',
  'arpa',
  'localdomain',
  'lan',
  'home',
  'corp',
  'intranet',
  'private',
]);

/**
 * An https address of a public host, normalised (international names as punycode). Only its form is checked; it is never fetched.
 */
export const publicHttpsUrl = z
  .string()
  .max(MAX_CHARACTERS)
  .transform((text, context) => {
    const problem = problemOf(text);
    if (problem === undefined) return new URL(text).href;
    context.addIssue({ code: 'custom', message: problem });
    return z.NEVER;
  });

/** Why the text is no public https address, or undefined when it is one. */
export function problemOf(text: string): string | undefined {
  if (/[\s\\]/.test(text) || hasControlCharacter(text)) return 'must not contain white space, control characters or backslashes';
  if (!/^https:\/\/[^/]/i.test(text)) return 'must start with https://';
  if (!URL.canParse(text)) return 'must be a valid URL';
  const url = new URL(text);
  if (url.username !== '' || url.password !== '' || authorityOf(text).includes('@')) return 'must not contain user information';
  if (url.port !== '') return 'must not name a port other than 443';
  return hostProblem(url.hostname);
}

function hostProblem(host: string): string | undefined {
  if (host.startsWith('[') || /^\d+(\.\d+){3}$/.test(host)) return 'must name a host, not an IP address';
  if (host.endsWith('.')) return 'must not end the host name with a dot';
  const labels = host.split('.');
  const top = labels.at(-1) ?? '';
  if (labels.length < 2 || host.length > 253) return 'must name a public host';
  if (!labels.every((label) => LABEL.test(label)) || /^\d+$/.test(top)) return 'must name a valid host';
  if (RESERVED_TOP.has(top)) return 'must name a public host, not a reserved name';
  return undefined;
}

const authorityOf = (text: string): string => text.slice('https://'.length).split(/[/?#]/, 1)[0] ?? '';

function hasControlCharacter(text: string): boolean {
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    if (code < 0x20 || code === 0x7f) return true;
  }
  return false;
}

import { z } from 'zod';

/** The URL with its host as punycode, or why it may not be advertised. */
type LandingUrlCheck =
  | { readonly ok: true; readonly url: string; readonly host: string }
  | { readonly ok: false; readonly detail: string };

const MAX_LENGTH = 2_000;

// RFC 2606, 6761, 6762, 7686, 8375, 9476 and names that private networks use: none leads the public anywhere.
const RESERVED_TOP_LEVELS = new Set(
  'localhost local localdomain internal intranet private lan home corp test invalid example onion alt arpa'.split(' '),
);

const LABEL = /^[a-z0-9_]([a-z0-9_-]*[a-z0-9])?$/;
const IPV4 = /^\d{1,3}(\.\d{1,3}){3}$/; // the URL parser has already turned 0x7f.1 and its like into this form

const refuse = (detail: string): LandingUrlCheck => ({ ok: false, detail });

/** What is wrong with a host as the URL parser returns it (lower case, punycode), null when it is a public name. */
function hostProblem(host: string): string | null {
  if (host.startsWith('[') || IPV4.test(host)) return 'must name a host, not an IP address';
  if (host.endsWith('.')) return 'the host must not end in a dot';
  const labels = host.split('.');
  if (labels.length < 2) return 'the host must be a public name';
  if (host.length > 253 || !labels.every((label) => label.length <= 63 && LABEL.test(label)))
    return 'the host is not a valid name';
  return RESERVED_TOP_LEVELS.has(labels.at(-1) ?? '') ? 'the host must be a public name' : null;
}

/**
 * Checks a landing page: https, a public host name, default port, no user info, at most 2,000 characters. It is never fetched.
 * The raw text is looked at before the URL parser, which quietly drops tabs and turns backslashes into slashes.
 */
export function checkLandingUrl(text: string): LandingUrlCheck {
  if (text.length > MAX_LENGTH) return refuse(`must have at most ${MAX_LENGTH} characters`);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what must be refused here
  if (/[\s\\\u0000-\u001f\u007f]/.test(text)) return refuse('must not contain white space or backslashes');
  const authority = /^https:\/\/([^/?#]+)/i.exec(text)?.[1];
  if (authority === undefined || !URL.canParse(text)) return refuse('must be an https URL');
  if (authority.includes('@')) return refuse('must not contain user info');
  const url = new URL(text);
  if (url.port !== '') return refuse('must use port 443');
  const problem = hostProblem(url.hostname);
  if (problem !== null) return refuse(problem);
  return url.href.length > MAX_LENGTH
    ? refuse(`must have at most ${MAX_LENGTH} characters`)
    : { ok: true, url: url.href, host: url.hostname };
}

/** A landing page in a request body, normalised. */
export const landingUrl = z.string().transform((text, context) => {
  const check = checkLandingUrl(text);
  if (check.ok) return check.url;
  context.addIssue({ code: 'custom', message: check.detail });
  return z.NEVER;
});

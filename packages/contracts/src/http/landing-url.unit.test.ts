import { describe, expect, it } from '@jest/globals';
import { checkLandingUrl } from './landing-url.ts';

describe('landing pages', () => {
  it.each([
    ['https://example.com/sale', 'https://example.com/sale'],
    ['HTTPS://Example.COM', 'https://example.com/'],
    ['https://example.com:443/a?b=c&d=%20#e', 'https://example.com/a?b=c&d=%20#e'],
    ['https://bücher.de/', 'https://xn--bcher-kva.de/'],
    ['https://example.com/a@b', 'https://example.com/a@b'],
    ['https://localhost.example.com/', 'https://localhost.example.com/'],
  ])('accepts %s', (text, url) => {
    expect(checkLandingUrl(text)).toMatchObject({ ok: true, url });
  });

  it.each([
    '',
    'example.com',
    'http://example.com',
    'javascript:alert(1)',
    'https:example.com',
    'https:/example.com',
    'https:///example.com',
    'https://',
    'https://localhost',
    'https://intranet/',
    'https://a.localhost/',
    'https://printer.local/',
    'https://db.internal/',
    'https://x.test/',
    'https://x.invalid/',
    'https://x.example/',
    'https://router.home.arpa/',
    'https://example.com./',
    'https://user@example.com/',
    'https://user:pw@example.com/',
    'https://@example.com/',
    'https://127.0.0.1/',
    'https://127.1/',
    'https://0x7f000001/',
    'https://2130706433/',
    'https://0177.0.0.1/',
    'https://１２７.0.0.1/',
    'https://[::1]/',
    'https://[::ffff:127.0.0.1]/',
    'https://example.com:8443/',
    'https://example.com:80/',
    'https://example.com\\@evil.com/',
    'https://exam\tple.com/',
    'https://example.com/a b',
    ' https://example.com/',
    'https://example.com/\n',
    'https://-example.com/',
    'https://a..com/',
  ])('refuses %j', (text) => {
    expect(checkLandingUrl(text)).toMatchObject({ ok: false });
  });
});

describe('refusals', () => {
  it('of labels above 63 characters, and of more than 2,000 characters as written or as encoded', () => {
    expect(checkLandingUrl(`https://${'a'.repeat(64)}.com/`).ok).toBe(false);
    expect(checkLandingUrl(`https://example.com/${'a'.repeat(1_980)}`).ok).toBe(true);
    expect(checkLandingUrl(`https://example.com/${'a'.repeat(1_981)}`).ok).toBe(false);
    expect(checkLandingUrl(`https://example.com/${'ü'.repeat(1_000)}`).ok).toBe(false);
  });

  it.each([
    ['https://example.com./', 'the host must not end in a dot'],
    ['https://127.1/', 'must name a host, not an IP address'],
    ['https://@example.com/', 'must not contain user info'],
    ['https://example.com:80/', 'must use port 443'],
    ['http://example.com/', 'must be an https URL'],
  ])('%s: %s', (text, detail) => {
    expect(checkLandingUrl(text)).toEqual({ ok: false, detail });
  });
});

import { describe, expect, it } from '@jest/globals';
import { registrableDomain } from './registrable-domain.ts';

describe('registrable domain', () => {
  it.each([
    ['example.com', 'example.com'],
    ['shop.example.com', 'example.com'],
    ['a.b.example.co.uk', 'example.co.uk'],
    ['example.co.uk', 'example.co.uk'],
    ['www.example.com.au', 'example.com.au'],
    ['t.co', 't.co'],
    ['www.xn--bcher-kva.de', 'xn--bcher-kva.de'],
  ])('of %s is %s', (host, domain) => {
    expect(registrableDomain(host)).toBe(domain);
  });
});

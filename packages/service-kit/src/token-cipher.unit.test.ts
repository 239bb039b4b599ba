import { randomBytes } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createTokenCipher, isTokenKey } from './token-cipher.ts';

const cipher = createTokenCipher(randomBytes(32).toString('base64'));

describe('token cipher', () => {
  test('opens what it sealed, and never seals the same text alike', () => {
    fc.assert(
      fc.property(fc.string(), fc.uuid(), (token, account) => {
        const sealed = cipher.encrypt(token, account);
        return (
          cipher.decrypt(sealed, account) === token &&
          sealed !== cipher.encrypt(token, account) &&
          (token.length < 4 || !sealed.includes(token))
        );
      }),
    );
  });

  test("another account's token does not open", () => {
    expect(() => cipher.decrypt(cipher.encrypt('EAAB', 'account-1'), 'account-2')).toThrow('token-unreadable');
  });

  test('a changed character, wherever it stands, does not open', () => {
    const sealed = cipher.encrypt('EAAB', 'a');
    for (let at = 0; at < sealed.length; at += 1) {
      for (const character of 'AB_z9.+ '.replace(sealed.charAt(at), '')) {
        const changed = sealed.slice(0, at) + character + sealed.slice(at + 1);
        expect(() => cipher.decrypt(changed, 'a')).toThrow(/^token-unreadable$/);
      }
    }
  });

  test('another key, and anything else, do not open, and the error does not show the text', () => {
    const sealed = cipher.encrypt('EAAB', 'a');
    const other = createTokenCipher(randomBytes(32).toString('base64')).encrypt('EAAB', 'a');
    for (const text of [other, `${sealed}.A`, `${sealed}=`, '', 'v1.', 'v2.abc', 'nonsense']) {
      expect(() => cipher.decrypt(text, 'a')).toThrow(/^token-unreadable$/);
    }
  });

  test('a key is 32 bytes in base64', () => {
    expect(isTokenKey(randomBytes(32).toString('base64'))).toBe(true);
    for (const key of [
      '',
      'x',
      randomBytes(31).toString('base64'),
      randomBytes(33).toString('base64'),
      randomBytes(32).toString('hex'),
    ])
      expect(isTokenKey(key)).toBe(false);
  });
});

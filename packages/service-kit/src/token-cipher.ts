import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { AppError } from './app-error.ts';

const VERSION = 'v1';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

export interface TokenCipher {
  encrypt(plain: string, accountId: string): string;
  decrypt(sealed: string, accountId: string): string;
}

/**
 * AES-256-GCM over access tokens. The account's id is associated data: a ciphertext moved to another account does not open.
 * Sealed form: `v1.<base64url of nonce, tag, ciphertext>`.
 * @param keyBase64 32 bytes
 * @throws AppError `token-unreadable` on a wrong key, a changed text or another account's token
 */
export function createTokenCipher(keyBase64: string): TokenCipher {
  const key = Buffer.from(keyBase64, 'base64');
  if (key.length !== 32) throw new Error('TOKEN_ENCRYPTION_KEY must be 32 bytes in base64');
  return {
    encrypt(plain, accountId) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(accountId));
      const body = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
      return `${VERSION}.${Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64url')}`;
    },
    decrypt(sealed, accountId) {
      try {
        const [version, text, more] = sealed.split('.');
        if (version !== VERSION || text === undefined || more !== undefined) throw new Error('unknown form');
        const bytes = Buffer.from(text, 'base64url');
        // Base64 of this length has spare bits, and foreign characters are skipped: only the one text we would write opens.
        if (bytes.toString('base64url') !== text) throw new Error('not the canonical form');
        const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE_BYTES))
          .setAAD(Buffer.from(accountId))
          .setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
        return Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]).toString('utf8');
      } catch (cause) {
        throw new AppError('token-unreadable', { permanent: true, details: { accountId }, cause });
      }
    },
  };
}

/** A setting's check: 32 bytes in base64. */
export function isTokenKey(value: string): boolean {
  return /^[A-Za-z0-9+/]{43}=$/.test(value) && Buffer.from(value, 'base64').length === 32;
}

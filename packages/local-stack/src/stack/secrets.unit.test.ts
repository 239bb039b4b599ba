import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { ensureSecrets } from './secrets.ts';

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mao-secrets-'));
  file = join(folder, 'secrets.json');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('are made once, random, and for their owner only', () => {
  const made = ensureSecrets(file, ['gateway']);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(Buffer.from(made.token_encryption_key, 'base64')).toHaveLength(32);
  expect(made.jwt_secret.length).toBeGreaterThanOrEqual(32);
  expect(ensureSecrets(file, ['gateway'])).toEqual(made);
  expect(ensureSecrets(join(folder, 'other.json'), ['gateway']).jwt_secret).not.toBe(made.jwt_secret);
});

test('gain a password for a service that is new, and keep the others', () => {
  const before = ensureSecrets(file, ['gateway']);
  const after = ensureSecrets(file, ['gateway', 'publisher']);
  expect(after.database_passwords['gateway']).toBe(before.database_passwords['gateway']);
  expect(after.database_passwords['publisher']).toHaveLength(32);
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(after);
});

test.each(['', '{"jwt_secret": 1}', 'null', '[]'])('a damaged file is refused, not replaced: %s', (content) => {
  writeFileSync(file, content);
  expect(() => ensureSecrets(file, ['gateway'])).toThrow(expect.objectContaining({ code: 'secrets-unreadable' }));
  expect(readFileSync(file, 'utf8')).toBe(content);
});

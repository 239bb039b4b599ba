import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { StackError } from '../stack-error.ts';

/** Made on the first start, kept for every later one: databases and stored tokens depend on them. */
export type Secrets = {
  postgres_password: string;
  jwt_secret: string;
  token_encryption_key: string;
  database_passwords: Record<string, string>;
};

/**
 * Reads the secrets file, or makes it; adds a password for every service that has none yet.
 * @throws StackError `secrets-unreadable` when the file is damaged: making new secrets would lock us out of the databases.
 */
export function ensureSecrets(file: string, serviceNames: readonly string[]): Secrets {
  const known = existsSync(file) ? readSecrets(file) : newSecrets();
  const missing = serviceNames.filter((name) => known.database_passwords[name] === undefined);
  const secrets = { ...known, database_passwords: { ...known.database_passwords } };
  for (const name of missing) secrets.database_passwords[name] = newPassword();
  if (known !== secrets) writePrivately(file, `${JSON.stringify(secrets, null, 2)}\n`);
  return secrets;
}

/** Writes a file only its owner may read, in one piece: a reader sees the old content or the new one. */
export function writePrivately(file: string, content: string): void {
  const unfinished = `${file}.${process.pid}`;
  writeFileSync(unfinished, content, { mode: 0o600 });
  renameSync(unfinished, file);
}

function newSecrets(): Secrets {
  return {
    postgres_password: newPassword(),
    jwt_secret: randomBytes(48).toString('base64url'),
    token_encryption_key: randomBytes(32).toString('base64'), // the key length of AES-256
    database_passwords: {},
  };
}

function newPassword(): string {
  return randomBytes(24).toString('base64url');
}

function readSecrets(file: string): Secrets {
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw unreadable(file, cause);
  }
  if (!isSecrets(content)) throw unreadable(file);
  return content;
}

function isSecrets(value: unknown): value is Secrets {
  if (typeof value !== 'object' || value === null) return false;
  const { postgres_password, jwt_secret, token_encryption_key, database_passwords } = value as Partial<
    Record<keyof Secrets, unknown>
  >;
  const areTexts = [postgres_password, jwt_secret, token_encryption_key].every((text) => typeof text === 'string' && text !== '');
  return areTexts && typeof database_passwords === 'object' && database_passwords !== null;
}

function unreadable(file: string, cause?: unknown): StackError {
  return new StackError(
    'secrets-unreadable',
    `${file} is damaged. It holds the passwords of the local databases and the key of the stored access tokens. Restore it from a backup; or delete it together with the folder "postgres" beside it to begin with empty databases.`,
    { cause },
  );
}

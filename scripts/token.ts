import { existsSync, globSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { developmentToken, ROLES, type Role, readStackFile } from '@mao/local-stack';

// npm run token -- --role manager --accounts all

const USAGE = `Prints a development token for the running stack.

  npm run token -- [--role ${ROLES.join('|')}] [--accounts all|<uuid>,<uuid>…] [--sub <name>] [--expires-in 12h]`;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

try {
  console.log(printedToken());
} catch (error) {
  console.error(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
  process.exitCode = 1;
}

function printedToken(): string {
  const { values } = parseArgs({
    options: {
      role: { type: 'string', default: 'manager' },
      accounts: { type: 'string', default: 'all' },
      sub: { type: 'string' },
      'expires-in': { type: 'string' },
    },
  });
  const expiresIn = values['expires-in'];
  if (expiresIn !== undefined && !/^\d+ ?(s|m|h|d)?$/.test(expiresIn))
    throw new Error(`--expires-in ${expiresIn}: a number with s, m, h or d.`);
  const [role, accounts] = [knownRole(values.role), knownAccounts(values.accounts)];
  return developmentToken({
    secret: secretOfRunningStack(),
    role,
    accounts,
    subject: values.sub,
    expiresIn: expiresIn !== undefined && /^\d+$/.test(expiresIn) ? Number(expiresIn) : expiresIn,
  });
}

function knownRole(role: string): Role {
  const known = ROLES.find((candidate) => candidate === role);
  if (known === undefined) throw new Error(`--role ${role}: one of ${ROLES.join(', ')}.`);
  return known;
}

function knownAccounts(accounts: string): 'all' | string[] {
  if (accounts === 'all') return 'all';
  const ids = accounts.split(',').map((id) => id.trim());
  const wrong = ids.find((id) => !UUID.test(id));
  if (wrong !== undefined) throw new Error(`--accounts ${wrong}: "all", or social account ids (UUIDs) with commas between them.`);
  return ids;
}

function secretOfRunningStack(): string {
  const files = ['.local/stack.json', ...globSync('.local/stack-*/stack.json')].filter((file) => existsSync(file));
  const [file] = files;
  const stack = file === undefined ? undefined : readStackFile(file);
  if (stack === undefined) throw new Error('No stack is running: start one with "npm start" in another terminal.');
  if (!stack.jwt_secret)
    throw new Error(
      'The running stack checks tokens with a public key (JWT_PUBLIC_KEY or JWKS_URL): only its owner can make tokens.',
    );
  return stack.jwt_secret;
}

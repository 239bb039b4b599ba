// Runs before every command of the repository, on whatever Node the machine has (20 or newer), with nothing installed yet:
// installs the dependencies when they are missing or no longer those of package-lock.json. Silent when there is nothing to do.
const { createHash } = require('node:crypto');
const { spawn } = require('node:child_process');
const { existsSync, readFileSync, statSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');

const ROOT = join(__dirname, '..');
const LOCKFILE = join(ROOT, 'package-lock.json');
const INSTALLED = join(ROOT, 'node_modules');
const STAMP = join(INSTALLED, '.installed-lockfile-sha256');
const OLDEST_NODE = 20;
// npm writes both lockfiles in one go; the pause between them is no sign of a newer package-lock.json.
const SAME_INSTALL_MS = 10_000;
const SAY_EVERY_MS = 15_000;

main();

function main() {
  const major = Number(process.versions.node.split('.')[0]);
  if (major < OLDEST_NODE) {
    return fail(
      `This needs Node ${OLDEST_NODE} or newer to begin with, and this is Node ${process.versions.node}. Install a newer Node.js and start again.`,
    );
  }
  if (!existsSync(LOCKFILE)) return fail('There is no package-lock.json: this is no complete clone. Clone the repository again.');
  const wanted = createHash('sha256').update(readFileSync(LOCKFILE)).digest('hex');
  if (isInstalled(wanted)) return;
  install(wanted);
}

function isInstalled(wanted) {
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === wanted) return true;
  // Installed by hand (npm ci, npm install): npm's own record tells when.
  const record = statSync(join(INSTALLED, '.package-lock.json'), { throwIfNoEntry: false });
  return record !== undefined && record.mtimeMs >= statSync(LOCKFILE).mtimeMs - SAME_INSTALL_MS;
}

function install(wanted) {
  const startedAt = Date.now();
  console.error('Installing dependencies with npm ci (only now, a minute or two) …');
  const ticker = setInterval(
    () => console.error(`… still installing (${Math.round((Date.now() - startedAt) / 1000)} s)`),
    SAY_EVERY_MS,
  );
  // Run through npm the path to its script is known; that works where "npm" on the PATH is another one.
  const npm = process.env.npm_execpath;
  const args = ['ci', '--include=dev', '--include=optional', '--no-fund', '--no-audit', '--loglevel=error'];
  const options = { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] };
  const child = npm ? spawn(process.execPath, [npm, ...args], options) : spawn('npm', args, options);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      output += chunk;
    });
  }
  child.on('error', (error) => {
    clearInterval(ticker);
    fail(`npm could not be started (${error.message}). Install npm, which comes with Node.js, and start again.`);
  });
  child.on('close', (code) => {
    clearInterval(ticker);
    if (code !== 0) return explain(code, output);
    writeFileSync(STAMP, wanted);
    console.error(`Dependencies installed (${Math.round((Date.now() - startedAt) / 1000)} s).`);
  });
}

function explain(code, output) {
  const last = output.trim().split('\n').slice(-8).join('\n');
  fail(
    `Installing the dependencies failed: npm ci ended with code ${code}. Check the network and npm's registry setting (npm config get registry), then start the same command again. npm said:\n${last}`,
  );
}

function fail(message) {
  console.error(message);
  process.exitCode = 1;
}

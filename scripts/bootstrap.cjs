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
  return install(wanted);
}

function isInstalled(wanted) {
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === wanted) return true;
  // Installed by hand (npm ci, npm install): npm's own record tells when.
  const record = statSync(join(INSTALLED, '.package-lock.json'), { throwIfNoEntry: false });
  return record !== undefined && record.mtimeMs >= statSync(LOCKFILE).mtimeMs - SAME_INSTALL_MS;
}

async function install(wanted) {
  const startedAt = Date.now();
  const seconds = () => Math.round((Date.now() - startedAt) / 1000);
  console.error('Installing dependencies with npm ci (only now, a minute or two) …');
  const ticker = setInterval(() => console.error(`… still installing (${seconds()} s)`), SAY_EVERY_MS);
  let { code, output } = await npm('ci');
  if (code !== 0 && lacksForeignPlatforms(output)) ({ code, output } = await npm('install', '--no-save'));
  clearInterval(ticker);
  if (code !== 0) return explain(code, output);
  writeFileSync(STAMP, wanted);
  console.error(`Dependencies installed (${seconds()} s).`);
}

/** Runs npm to its end and collects what it says. */
function npm(...command) {
  // Run through npm the path to its script is known; that works where "npm" on the PATH is another one.
  const script = process.env.npm_execpath;
  const args = [...command, '--include=dev', '--include=optional', '--no-fund', '--no-audit', '--loglevel=error'];
  const options = { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] };
  const child = script ? spawn(process.execPath, [script, ...args], options) : spawn('npm', args, options);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      output += chunk;
    });
  }
  return new Promise((resolve) => {
    child.on('error', (error) => resolve({ code: 127, output: `npm could not be started: ${error.message}` }));
    child.on('close', (code) => resolve({ code, output }));
  });
}

/**
 * A registry mirror without the binaries of other platforms makes "npm ci" refuse the lockfile: it reports those packages as
 * missing, without a version. "npm install --no-save" takes the same locked versions and leaves the lockfile alone.
 */
function lacksForeignPlatforms(output) {
  const missing = output.match(/(Missing|Invalid): .*/g) ?? [];
  return missing.length > 0 && missing.every((line) => /^Missing: \S+@ from lock file/.test(line));
}

function explain(code, output) {
  // npm says first what is wrong and ends with its manual.
  const first = output.trim().split('\n').slice(0, 8).join('\n');
  fail(
    `Installing the dependencies failed: npm ended with code ${code}. Check the network and npm's registry setting (npm config get registry), then start the same command again. npm said:\n${first}`,
  );
}

function fail(message) {
  console.error(message);
  process.exitCode = 1;
}

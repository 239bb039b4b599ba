// Registries that mirror only some platforms leave the binaries of the others out of package-lock.json, and `npm ci` then
// refuses the file everywhere. This adds an entry for every optional platform package that is named but missing: npm skips it on
// other platforms and installs it by name and version on its own. Run it after changing dependencies.
const { readFileSync, writeFileSync } = require('node:fs');

const SYSTEMS = [
  'aix',
  'android',
  'darwin',
  'freebsd',
  'linux',
  'netbsd',
  'openbsd',
  'openharmony',
  'sunos',
  'win32',
  'windows',
  'wasi',
];
const PROCESSORS = ['arm64', 'arm', 'ia32', 'loong64', 'mips64el', 'ppc64', 'riscv64', 's390x', 'wasm32', 'x64'];

const file = 'package-lock.json';
const lock = JSON.parse(readFileSync(file, 'utf8'));
const missing = {};
for (const [path, entry] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    const isThere = lock.packages[`node_modules/${name}`] ?? lock.packages[`${path}/node_modules/${name}`];
    if (!isThere && platformOf(name)) missing[`node_modules/${name}`] = { version, ...platformOf(name), optional: true };
  }
}
const packages = Object.fromEntries(Object.entries({ ...lock.packages, ...missing }).sort(([a], [b]) => (a < b ? -1 : 1)));
writeFileSync(file, `${JSON.stringify({ ...lock, packages }, null, 2)}\n`);
console.log(`${Object.keys(missing).length} platform packages added to ${file}`);

/** What the name of a platform package says about where it runs; undefined for any other package. */
function platformOf(name) {
  const words = name.split('/').at(-1).split('-');
  const system = SYSTEMS.find((candidate) => words.includes(candidate) || words.includes(`${candidate}eabi`));
  const processor = PROCESSORS.find((candidate) => words.includes(candidate));
  if (!system || !processor) return undefined;
  const libc = words.some((word) => word.startsWith('musl')) ? ['musl'] : undefined;
  const os = system === 'windows' ? 'win32' : system;
  return { ...(libc ? { libc } : {}), os: system === 'wasi' ? undefined : [os], cpu: [processor] };
}

/** One static check: a program that ends with 0 when all is well. */
export type Check = { name: string; command: string; args: readonly string[] };

/** Everything that can be known without running the product. Each counts as one test. */
export const CHECKS: readonly Check[] = [
  { name: 'format and lint (biome)', command: 'biome', args: ['ci', '--colors=off', '.'] },
  { name: 'types (tsc)', command: 'tsc', args: ['-p', 'tsconfig.json'] },
  {
    name: 'room boundaries (dependency-cruiser)',
    command: 'depcruise',
    args: ['packages', 'services', 'tests', 'bench', 'scripts', '--config', '.dependency-cruiser.js'],
  },
  { name: 'unused files and exports (knip)', command: 'knip', args: ['--no-progress'] },
  { name: 'settings table of docs/OPERATIONS.md', command: 'node', args: ['scripts/settings-table.ts', '--check'] },
  { name: 'types generated from schemas', command: 'node', args: ['packages/contracts/generate/main.ts', '--check'] },
];

/** Not static: it measures for about forty seconds, and wants the machine for itself. */
export const SPEED: Check = {
  name: 'speed of messaging beside bench/baseline.json',
  command: 'node',
  args: ['bench/src/main.ts', 'messaging', '--compare'],
};

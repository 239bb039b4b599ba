import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { render } from './render.ts';

/** `generate` writes the files; `generate --check` fails when they are not what the schemas say. `--schemas <dir>`: others than ours. */
const root = join(import.meta.dirname, '..', '..', '..');
const target = join(root, 'packages', 'contracts', 'src', 'generated');
const { check, schemas } = parseArgs({
  options: { check: { type: 'boolean', default: false }, schemas: { type: 'string', default: join(root, 'schemas') } },
}).values;

// Rendered inside the tree, so that the formatter applies the project's own rules.
const scratch = mkdtempSync(join(target, 'tmp-'));
try {
  const rendered = render(schemas);
  const files = { 'events.ts': rendered.events, 'catalogue.ts': rendered.catalogue };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(scratch, name), text);
  execFileSync('biome', ['format', '--write', scratch], { cwd: root, stdio: 'pipe' });
  for (const name of Object.keys(files)) settle(name, readFileSync(join(scratch, name), 'utf8'));
} finally {
  rmSync(scratch, { recursive: true });
}

function settle(name: string, wanted: string): void {
  const path = join(target, name);
  if (!check) {
    writeFileSync(path, wanted);
    return;
  }
  if (readFileSync(path, 'utf8') === wanted) return;
  process.stderr.write(`packages/contracts/src/generated/${name} is not what schemas/ says: run npm run generate\n`);
  process.exitCode = 1;
}

import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { render } from './render.ts';

const OURS = join(import.meta.dirname, '..', '..', '..', 'schemas');
const FILE = 'clips/ClipWithdrawn.v1.avsc';

let schemas: string;
beforeEach(() => {
  schemas = mkdtempSync(join(tmpdir(), 'schemas-'));
  cpSync(OURS, schemas, { recursive: true });
});
afterEach(() => rmSync(schemas, { recursive: true }));

function change(file: string, edit: (text: string) => string): void {
  const path = join(schemas, file);
  writeFileSync(path, edit(readFileSync(path, 'utf8')));
}

const check = () => {
  const { NODE_OPTIONS: _, ...env } = process.env;
  const main = join(import.meta.dirname, 'main.ts');
  return spawnSync(process.execPath, [main, '--check', '--schemas', schemas], { env, encoding: 'utf8' });
};

describe('the drift check', () => {
  it('passes for the schemas as they are', () => {
    expect(check()).toMatchObject({ status: 0, stderr: '' });
  });

  it('fails, and says what to do, once a schema has changed', () => {
    change(FILE, (text) => text.replace('"withdrawnAt"', '"goneAt"'));
    const { status, stderr } = check();
    expect(status).toBe(1);
    expect(stderr).toMatch(/events\.ts is not what schemas\/ says: run npm run generate/);
    expect(stderr).toMatch(/catalogue\.ts is not/);
  });
});

describe('rendering', () => {
  it('takes the interface of the newest version and keeps every version in the catalogue', () => {
    change(FILE, (text) => text);
    const second = FILE.replace('v1', 'v2');
    const wider = readFileSync(join(schemas, FILE), 'utf8').replace(
      '"fields": [',
      '"fields": [{"name":"why","type":"string","default":""},',
    );
    writeFileSync(join(schemas, second), wider);
    change('catalogue.json', (text) => text.replace('"events": [', `"events": [{"id": 9000, "file": "${second}"},`));
    const { events, catalogue } = render(schemas);
    expect(events.match(/export interface ClipWithdrawn \{[^}]*why: string/)).not.toBeNull();
    expect(events.match(/interface ClipWithdrawn /g)).toHaveLength(1);
    expect(catalogue).toContain('"id": 9000');
    expect(catalogue.match(/"type": "ClipWithdrawn"/g)).toHaveLength(2);
  });

  it('refuses a file whose name does not say topic, event and version', () => {
    change('catalogue.json', (text) => text.replace(FILE, 'clips/ClipWithdrawn.avsc'));
    expect(() => render(schemas)).toThrow(/expected <topic>\/<EventName>\.v<N>\.avsc/);
  });
});

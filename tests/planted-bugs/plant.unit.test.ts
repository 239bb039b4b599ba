import { readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { join, resolve } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { BUGS } from './bugs.ts';
import { plantIn } from './plant.ts';

const ROOT = resolve(import.meta.dirname, '..', '..');

describe('planted bugs', () => {
  test('there are at least ten, each with a name of its own', () => {
    expect(BUGS.length).toBeGreaterThanOrEqual(10);
    expect(new Set(BUGS.map(({ name }) => name)).size).toBe(BUGS.length);
  });

  test.each(BUGS.map((bug) => [bug.name, bug] as const))(
    '%s: fits the source of today, and what comes out can be loaded',
    (_name, bug) => {
      for (const file of new Set(bug.edits.map((edit) => edit.file))) {
        const path = join(ROOT, file);
        const source = readFileSync(path, 'utf8');
        const planted = plantIn(source, path, bug);
        expect(planted).not.toBe(source);
        expect(() => stripTypeScriptTypes(planted)).not.toThrow();
      }
      expect(readFileSync(join(ROOT, bug.caughtBy.file), 'utf8')).toContain(bug.caughtBy.test ?? 'test');
    },
  );

  test('an edit that no longer fits is an error, not a bug that nobody plants', () => {
    const [bug] = BUGS;
    if (bug === undefined) throw new Error('no bug');
    const path = join(ROOT, bug.edits[0]?.file ?? '');
    expect(() => plantIn('', path, bug)).toThrow('exactly once');
    expect(plantIn('untouched', join(ROOT, 'README.md'), bug)).toBe('untouched');
  });
});

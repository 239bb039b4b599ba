import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { lockDataFolder, lockFreeDataFolder } from './data-folder-lock.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mao-lock-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('a folder has one holder; who asks for that very folder is refused', () => {
  const held = lockDataFolder(folder);
  expect(() => lockDataFolder(folder)).toThrow(expect.objectContaining({ code: 'data-folder-in-use' }));
  held.release();
  lockDataFolder(folder).release();
  expect(existsSync(join(folder, 'lock'))).toBe(false);
});

test('who takes any folder gets the next free one', () => {
  const folders = [lockFreeDataFolder(folder), lockFreeDataFolder(folder), lockFreeDataFolder(folder)].map(
    (locked) => locked.folder,
  );
  expect(folders).toEqual([folder, join(folder, 'stack-2'), join(folder, 'stack-3')]);
});

test.each([
  ['of a killed run', '999999999\nnode start.ts'],
  ['whose pid went to a stranger', `${process.pid}\nanother command`],
  ['that is empty', ''],
])('a lock %s is taken over', (_, content) => {
  writeFileSync(join(folder, 'lock'), content);
  expect(lockDataFolder(folder).folder).toBe(folder);
});

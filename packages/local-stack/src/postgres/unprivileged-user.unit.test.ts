import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { canReach } from './unprivileged-user.ts';

const STRANGER = { uid: 65_534, gid: 65_534 };
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mao-reach-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('a stranger reaches a path only when every folder above it lets him pass', () => {
  const inner = join(folder, 'inner');
  mkdirSync(inner, { mode: 0o755 });
  chmodSync(folder, 0o711);
  expect(canReach(join(inner, 'data'), STRANGER)).toBe(true);
  chmodSync(folder, 0o700);
  expect(canReach(join(inner, 'data'), STRANGER)).toBe(false);
});

test('the owner passes by his own bits', () => {
  chmodSync(folder, 0o700);
  expect(canReach(join(folder, 'data'), { uid: process.getuid?.() ?? 0, gid: 65_534 })).toBe(true);
});

test('folders that do not exist yet are no hindrance', () => {
  chmodSync(folder, 0o711);
  expect(canReach(join(folder, 'not', 'made', 'yet'), STRANGER)).toBe(true);
});

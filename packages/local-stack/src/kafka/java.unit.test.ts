import { expect, test } from '@jest/globals';
import { javaMajorVersion } from './java.ts';

test.each([
  ['openjdk version "17.0.15" 2025-04-15', 17],
  ['openjdk version "21" 2023-09-19', 21],
  ['java version "1.8.0_402"', 8],
  ['something else', undefined],
])('%s is Java %s', (text, version) => {
  expect(javaMajorVersion(text)).toBe(version);
});

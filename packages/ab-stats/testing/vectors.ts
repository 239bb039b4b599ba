import { readFileSync } from 'node:fs';
import { checkVector, readVectors } from './check-vectors.ts';

// Run as `node vectors.ts FILE`: prints each failure and a closing count; exit code 1 if any fails.
const file = process.argv[2] ?? new URL('vectors.json', import.meta.url).pathname;
const vectors = readVectors(readFileSync(file, 'utf8'));
const failures = vectors.map(checkVector).filter((lines) => lines.length > 0);
for (const line of failures.flat()) process.stdout.write(`FAIL ${line}\n`);
process.stdout.write(`${vectors.length - failures.length} passed, ${failures.length} failed\n`);
process.exitCode = failures.length > 0 ? 1 : 0;

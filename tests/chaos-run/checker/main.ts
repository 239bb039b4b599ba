import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { check } from './check.ts';
import { isPassed } from './finding.ts';
import { readEvidence } from './read-evidence.ts';
import { reportText } from './report.ts';

// `node tests/chaos-run/checker/main.ts FOLDER`: judges a run by what was collected of it, and ends with 1 on any violation.

const folder = process.argv[2];
if (folder === undefined) throw new Error('Usage: node tests/chaos-run/checker/main.ts FOLDER');
const findings = check(readEvidence(folder));
const report = reportText(findings);
writeFileSync(join(folder, 'report.json'), JSON.stringify(findings, null, 2));
writeFileSync(join(folder, 'report.txt'), `${report}\n`);
process.stdout.write(`${report}\n`);
process.exitCode = findings.every(isPassed) ? 0 : 1;

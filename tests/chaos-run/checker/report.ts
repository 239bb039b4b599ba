import { type Finding, hasSeenSomething, isPassed } from './finding.ts';

const MOST_SHOWN = 10;

/** One line per invariant, and below a failed one the first of those it happened to. */
export function reportText(findings: readonly Finding[]): string {
  return findings.map((finding) => [headline(finding), ...offenders(finding)].join('\n')).join('\n');
}

function headline(finding: Finding): string {
  const counts = Object.entries(finding.counts)
    .map(([what, count]) => `${what} ${count}`)
    .join(', ');
  const verdict = isPassed(finding) ? 'PASS' : 'FAIL';
  const failures = finding.violations.length === 0 ? '' : `, violations ${finding.violations.length}`;
  return `${verdict}  ${finding.invariant.padEnd(3)}  ${finding.rule}  (${counts}${failures})`;
}

function offenders({ violations, counts }: Finding): string[] {
  if (violations.length === 0) return hasSeenSomething(counts) ? [] : ['        there was nothing to judge'];
  const shown = violations.slice(0, MOST_SHOWN).map(({ id, what }) => `        ${id}: ${what}`);
  const more = violations.length - shown.length;
  return more > 0 ? [...shown, `        and ${more} more in report.json`] : shown;
}

/** Counts of one part of a test run, with the names of what failed. */
export type Tally = { passed: number; failed: number; failures: readonly string[] };

/** The part of Jest's `--json` report that is counted. */
export type JestReport = {
  numPassedTests: number;
  numFailedTests: number;
  testResults: readonly {
    name: string;
    status: string;
    message: string;
    assertionResults: readonly { fullName: string; status: string }[];
  }[];
};

/** Counts a Jest report. A file that could not even be run counts as one failure, and so does a bad exit that no test explains. */
export function tallyJest(project: string, report: JestReport | undefined, exitCode: number): Tally {
  const failures = (report?.testResults ?? []).flatMap((file) => {
    const tests = file.assertionResults.filter((test) => test.status === 'failed').map((test) => test.fullName);
    const isBroken = file.status === 'failed' && tests.length === 0;
    return isBroken ? [`${file.name} could not be run`] : tests;
  });
  if (failures.length === 0 && exitCode !== 0) failures.push(`jest ended with code ${exitCode}`);
  return {
    passed: report?.numPassedTests ?? 0,
    failed: failures.length,
    failures: failures.map((name) => `${project}: ${name}`),
  };
}

export function addTallies(tallies: readonly Tally[]): Tally {
  return {
    passed: tallies.reduce((sum, tally) => sum + tally.passed, 0),
    failed: tallies.reduce((sum, tally) => sum + tally.failed, 0),
    failures: tallies.flatMap((tally) => tally.failures),
  };
}

/** Green means: something ran, and nothing failed. */
export function isGreen({ passed, failed }: Tally): boolean {
  return passed > 0 && failed === 0;
}

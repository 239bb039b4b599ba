/** Something that must not be, and whom it happened to. */
export interface Violation {
  /** The id to look for in logs, databases and topics. */
  readonly id: string;
  readonly what: string;
}

/** The verdict on one invariant. */
export interface Finding {
  /** I1 to I15. */
  readonly invariant: string;
  readonly rule: string;
  /** What was looked at, what the rule is about first: a PASS over nothing is worth nothing. */
  readonly counts: Readonly<Record<string, number>>;
  readonly violations: readonly Violation[];
}

/** Fails too when there was nothing to judge: a check that saw nothing has shown nothing. */
export function isPassed({ counts, violations }: Finding): boolean {
  return violations.length === 0 && hasSeenSomething(counts);
}

export const hasSeenSomething = (counts: Finding['counts']): boolean => (Object.values(counts)[0] ?? 0) > 0;

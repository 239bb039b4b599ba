import type { TestStatus } from './test-terms.ts';

interface Standing {
  readonly status: TestStatus;
  readonly winnerDecidedAt?: Date | null | undefined;
}

/** A decision stands, whatever the days are restated to. Only a person may still name a winner where none was found. */
export function isSettled({ status, winnerDecidedAt }: Standing, isForced: boolean): boolean {
  return status === 'completed' && !(isForced && !winnerDecidedAt);
}

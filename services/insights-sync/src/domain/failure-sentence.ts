/** Codes whose messages are written for people. Anything else is a fault in here, and its message may hold anything. */
const FOR_PEOPLE = /^(account-not-connected|token-unreadable|graph-.+)$/;
const INTERNAL = 'the sync failed because of a fault in this system';

interface Failure {
  readonly code: string;
  readonly message: string;
  readonly details?: Readonly<Record<string, unknown>>;
}

/** Why a run failed, as a sentence that may be shown to whoever asked for it. */
export function failureSentence(error: Failure | null): string {
  if (error === null) return INTERNAL;
  if (error.code === 'step-deadline-passed') {
    const waitingFor = error.details?.['waitingFor'];
    return typeof waitingFor === 'string' ? `gave up waiting: ${waitingFor}` : 'the sync was not done in time';
  }
  return FOR_PEOPLE.test(error.code) ? error.message : INTERNAL;
}

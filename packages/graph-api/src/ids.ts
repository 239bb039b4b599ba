/** A programmer's error, not an answer: an id that would change the meaning of a path. */
export class InvalidIdError extends Error {
  readonly code = 'graph-invalid-id';
  constructor(kind: 'account' | 'object') {
    super(`not a Graph ${kind} id`);
    this.name = 'InvalidIdError';
  }
}

const DIGITS = /^\d+$/;

/** Digits of an ad account id given with or without `act_`; null when it is neither. */
export function accountDigits(id: string): string | null {
  const digits = id.startsWith('act_') ? id.slice('act_'.length) : id;
  return DIGITS.test(digits) ? digits : null;
}

/** `act_<digits>`, the form the ad account has in a path. @throws InvalidIdError */
export function accountNode(id: string): string {
  const digits = accountDigits(id);
  if (digits === null) throw new InvalidIdError('account');
  return `act_${digits}`;
}

/** The id of any object but an ad account: digits only, so no path of ours can name `act_…` by accident. @throws InvalidIdError */
export function objectNode(id: string): string {
  if (!DIGITS.test(id)) throw new InvalidIdError('object');
  return id;
}

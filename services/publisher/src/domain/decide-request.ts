/** What is known here when somebody asks for a winner to be published. */
export interface RequestFacts {
  /** undefined: no such test has been heard of. */
  readonly winner: { readonly clipId: string | null; readonly isArchived: boolean } | undefined;
  /** undefined: never heard of. */
  readonly account:
    | { readonly instagramUserId: string | null; readonly isPaused: boolean; readonly isDisconnected: boolean }
    | undefined;
  readonly clip: { readonly isPublished: boolean; readonly isWithdrawn: boolean } | undefined;
}

export interface Refusal {
  readonly code: string;
  readonly httpStatus: number;
  readonly detail: string;
  readonly pointer: string | null;
  /** What it rests on may still be on its way here from another topic. */
  readonly mayPass: boolean;
}

/** Why a publication that does not exist yet may not begin; undefined when it may. Pure. */
export function decideRequest({ winner, account, clip }: RequestFacts): Refusal | undefined {
  if (winner?.isArchived) return conflict('ab-test-archived', 'The A/B test is archived.');
  if (!winner?.clipId) return { ...conflict('no-winner', 'The A/B test has no winner yet.'), mayPass: true };
  if (account === undefined || account.isDisconnected) {
    const detail = 'The social account is not connected.';
    const mayPass = account === undefined;
    return { code: 'account-not-connected', httpStatus: 404, detail, pointer: ACCOUNT_POINTER, mayPass };
  }
  if (account.instagramUserId === null) {
    const detail = 'The social account has no instagram_user_id.';
    return { code: 'no-instagram', httpStatus: 422, detail, pointer: ACCOUNT_POINTER, mayPass: false };
  }
  if (account.isPaused) return conflict('account-paused', 'The social account is paused.');
  if (clip?.isWithdrawn) return conflict('clip-withdrawn', 'The winning clip was withdrawn.');
  if (!clip?.isPublished) return { ...conflict('clip-unknown', 'The winning clip is not known here.'), mayPass: true };
  return undefined;
}

const ACCOUNT_POINTER = '/social_account_id';

function conflict(code: string, detail: string): Refusal {
  return { code, httpStatus: 409, detail, pointer: null, mayPass: false };
}

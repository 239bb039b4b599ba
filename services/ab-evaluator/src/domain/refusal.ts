/** Why a request is turned down, as its problem answer says it. */
export interface Refusal {
  readonly code: string;
  readonly httpStatus: number;
  readonly detail: string;
  /** JSON pointer into the request. */
  readonly pointer: string | null;
}

const refusal = (code: string, httpStatus: number, detail: string, pointer: string | null = null): Refusal => ({
  code,
  httpStatus,
  detail,
  pointer,
});

export const CAMPAIGN_NOT_FOUND = refusal('campaign-not-found', 404, 'No such campaign.', '/campaign_id');
export const CAMPAIGN_REMOVED = refusal('campaign-removed', 409, 'The campaign has been removed.');
export const TEST_NOT_FOUND = refusal('ab-test-not-found', 404, 'No such A/B test.');
export const TEST_ARCHIVED = refusal('ab-test-archived', 409, 'The A/B test is archived.');

/** What is wrong with one field. */
export const invalid = (pointer: string, detail: string): Refusal => refusal('validation', 422, detail, pointer);

/** What Meta's documents leave open, and the house's choice. */
export interface PlanSettings {
  /** CR1: OUTCOME_SALES with LINK_CLICKS is built from the account's pixel. Default true; false follows Meta's table to the letter. */
  readonly salesLinkClicksWithPixel: boolean;
  /** The event a pixel campaign of an objective is optimised for. Default PURCHASE, but LEAD and CONTENT_VIEW for leads and engagement. */
  readonly eventByObjective: Readonly<Record<string, string>>;
  /**
   * EU targeting by an account without dsaBeneficiary and dsaPayor. `refuse` (default) names the rule before any call;
   * `warn` leaves both out, for accounts that have defaults at Meta (others are refused there with 100/3858081).
   */
  readonly whenDsaMissing: 'refuse' | 'warn';
}

export const DEFAULT_PLAN_SETTINGS: PlanSettings = {
  salesLinkClicksWithPixel: true,
  eventByObjective: { OUTCOME_SALES: 'PURCHASE', OUTCOME_LEADS: 'LEAD', OUTCOME_ENGAGEMENT: 'CONTENT_VIEW' },
  whenDsaMissing: 'refuse',
};

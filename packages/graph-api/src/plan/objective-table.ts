/** What an ad set must promote. `event` is the account's pixel and an event; `app` and `catalog` no account of ours has yet. */
export type Promoted = 'none' | 'page' | 'event' | 'page_event' | 'app' | 'catalog';

/** One line of Meta's objective mapping. Destination null: the website behind the link, `destination_type` is not sent. */
export interface GoalRow {
  readonly objective: string;
  readonly destination: string | null;
  readonly goals: readonly string[];
  readonly promoted: Promoted;
}

const row = (objective: string, destination: string | null, goals: string, promoted: Promoted): GoalRow => ({
  objective,
  destination,
  goals: goals.split(' '),
  promoted,
});

/** Meta's "objective mapping" table (reference of ad-campaign-group). Where it allows a
 * pixel or an app, the pixel stands; where a goal has several destinations, those a landing page serves stand, the website first. */
export const GOAL_TABLE: readonly GoalRow[] = [
  row('OUTCOME_AWARENESS', null, 'AD_RECALL_LIFT REACH IMPRESSIONS THRUPLAY TWO_SECOND_CONTINUOUS_VIDEO_VIEWS', 'page'),
  row('OUTCOME_TRAFFIC', null, 'LINK_CLICKS REACH LANDING_PAGE_VIEWS IMPRESSIONS', 'none'),
  row('OUTCOME_TRAFFIC', 'PHONE_CALL', 'QUALITY_CALL', 'none'),
  row('OUTCOME_ENGAGEMENT', null, 'OFFSITE_CONVERSIONS LINK_CLICKS REACH LANDING_PAGE_VIEWS IMPRESSIONS', 'event'),
  row('OUTCOME_ENGAGEMENT', 'ON_POST', 'POST_ENGAGEMENT REACH', 'none'),
  row('OUTCOME_ENGAGEMENT', 'ON_PAGE', 'PAGE_LIKES', 'page'),
  row('OUTCOME_ENGAGEMENT', 'ON_EVENT', 'EVENT_RESPONSES', 'none'),
  row('OUTCOME_ENGAGEMENT', 'ON_VIDEO', 'THRUPLAY TWO_SECOND_CONTINUOUS_VIDEO_VIEWS', 'none'),
  row('OUTCOME_ENGAGEMENT', 'MESSENGER', 'CONVERSATIONS LEAD_GENERATION', 'page'),
  row('OUTCOME_LEADS', null, 'OFFSITE_CONVERSIONS LINK_CLICKS REACH LANDING_PAGE_VIEWS IMPRESSIONS', 'event'),
  row('OUTCOME_LEADS', 'ON_AD', 'LEAD_GENERATION QUALITY_LEAD', 'page'),
  row('OUTCOME_LEADS', 'PHONE_CALL', 'QUALITY_CALL', 'page'),
  row('OUTCOME_APP_PROMOTION', null, 'LINK_CLICKS OFFSITE_CONVERSIONS APP_INSTALLS', 'app'),
  row('OUTCOME_SALES', null, 'OFFSITE_CONVERSIONS', 'event'),
  row('OUTCOME_SALES', 'MESSENGER', 'CONVERSATIONS', 'page_event'),
  row('OUTCOME_SALES', 'PHONE_CALL', 'QUALITY_CALL', 'page'),
  row('OUTCOME_SALES', 'WEBSITE', 'LINK_CLICKS', 'catalog'),
];

/** CR1: instead of Meta's catalog row, the pixel and the website. */
export const SALES_LINK_CLICKS: GoalRow = row('OUTCOME_SALES', 'WEBSITE', 'LINK_CLICKS', 'event');

/** Names of before the six objectives that people still use. */
export const GOAL_ALIASES: Readonly<Record<string, string>> = { CONVERSIONS: 'OFFSITE_CONVERSIONS' };

/** What a destination needs beside the link that our creatives carry. */
export const DESTINATION_NEEDS: Readonly<Record<string, string>> = {
  PHONE_CALL: 'a phone number in the call to action',
  MESSENGER: 'a message call to action',
  ON_AD: 'an instant form',
  ON_EVENT: 'a Facebook event',
  ON_VIDEO: 'an uploaded video',
};

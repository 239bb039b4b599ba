/** Why a sync run was started. */
export type Trigger = 'campaign_created' | 'request' | 'schedule';

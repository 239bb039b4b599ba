import type { StepFailure } from '@mao/contracts';
import { defineEntity, p } from '@mikro-orm/core';

/** How far one step of a campaign's saga is. */
const schema = defineEntity({
  name: 'CampaignStep',
  tableName: 'campaign_steps',
  properties: {
    campaignId: p.uuid().primary(),
    step: p.text().primary(),
    position: p.integer(),
    state: p.text(),
    attempts: p.integer(),
    level: p.text().nullable(),
    metaId: p.text().nullable(),
    startedAt: p.datetime().nullable(),
    endedAt: p.datetime().nullable(),
    waitingFor: p.text().nullable(),
    nextRetryAt: p.datetime().nullable(),
    error: p.json<StepFailure>().nullable(),
  },
});

export class CampaignStep extends schema.class {}
schema.setClass(CampaignStep);

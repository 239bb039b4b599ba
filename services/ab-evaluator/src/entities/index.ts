import { AbEvaluation } from './ab-evaluation.ts';
import { AdDailyMetric } from './ad-daily-metric.ts';
import { Campaign } from './campaign.ts';
import { CampaignAd } from './campaign-ad.ts';
import { MetaAbTest } from './meta-ab-test.ts';

export const entities = [AbEvaluation, AdDailyMetric, Campaign, CampaignAd, MetaAbTest];

import { AbTest } from './ab-test.ts';
import { Account } from './account.ts';
import { Alert } from './alert.ts';
import { Campaign } from './campaign.ts';
import { CampaignAd } from './campaign-ad.ts';
import { CampaignStep } from './campaign-step.ts';
import { Clip } from './clip.ts';
import { InsightsDay } from './insights-day.ts';
import { Operation } from './operation.ts';
import { Publication } from './publication.ts';

export const entities = [Account, Alert, Campaign, CampaignAd, CampaignStep, Clip, InsightsDay, Operation, AbTest, Publication];

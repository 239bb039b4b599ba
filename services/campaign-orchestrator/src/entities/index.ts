import { Clip } from './clip.ts';
import { MetaAd } from './meta-ad.ts';
import { MetaAdset } from './meta-adset.ts';
import { MetaCampaign } from './meta-campaign.ts';
import { MetaCreative } from './meta-creative.ts';
import { SocialAccount } from './social-account.ts';

export const entities = [Clip, MetaAd, MetaAdset, MetaCampaign, MetaCreative, SocialAccount];

import { MetaAdInsight } from './meta-ad-insight.ts';
import { SocialAccount } from './social-account.ts';
import { SyncRun } from './sync-run.ts';
import { SyncSchedule } from './sync-schedule.ts';
import { TrackedAd } from './tracked-ad.ts';

export const entities = [MetaAdInsight, SocialAccount, SyncRun, SyncSchedule, TrackedAd];

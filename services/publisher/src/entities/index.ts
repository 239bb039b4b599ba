import { Clip } from './clip.ts';
import { PublishLog } from './publish-log.ts';
import { SocialAccount } from './social-account.ts';
import { Winner } from './winner.ts';

export const entities = [Clip, PublishLog, SocialAccount, Winner];

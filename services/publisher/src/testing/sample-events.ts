import type { ClipPublished, SocialAccountConnected, WinnerSelected } from '@mao/contracts';
import { newId } from '@mao/service-kit';

export const INSTAGRAM_USER = '17841400000000001';
export const METRICS = '{"ctr":5,"impressions":5000}';

export function socialAccountConnected(
  account: Pick<SocialAccountConnected, 'socialAccountId' | 'sealedAccessToken'> & Partial<SocialAccountConnected>,
): SocialAccountConnected {
  return {
    adAccountId: '123',
    pageId: '10',
    instagramUserId: INSTAGRAM_USER,
    pixelId: null,
    currency: 'USD',
    timezone: 'UTC',
    defaultCountries: ['US'],
    dailyBudgetCapCents: null,
    dsaBeneficiary: null,
    dsaPayor: null,
    revision: 1,
    paused: false,
    connectedAt: new Date(),
    ...account,
  };
}

export function clipPublished(clipId: string, socialAccountId: string): ClipPublished {
  return {
    clipId,
    socialAccountId,
    title: 'Summer sale',
    videoUrl: 'https://cdn.example.com/clip.mp4',
    thumbnailUrl: 'https://cdn.example.com/clip.jpg',
    durationMs: 15_000,
    publishedAt: new Date(),
  };
}

export function winnerSelected(
  winner: Pick<WinnerSelected, 'abTestId' | 'clipId' | 'socialAccountId'> & Partial<WinnerSelected>,
): WinnerSelected {
  return {
    campaignId: newId(),
    adId: newId(),
    isForced: false,
    isEarly: false,
    design: 'observational',
    mayAutoPublish: true,
    autoPublishTo: null,
    winnerMetricsJson: METRICS,
    decidedAt: new Date(),
    ...winner,
  };
}

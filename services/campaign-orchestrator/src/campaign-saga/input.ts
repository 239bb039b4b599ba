import type { CampaignRequested } from '@mao/contracts';

/** What the saga works from: the request, and the ids of everything it will make. JSON, fixed when the saga begins. */
export interface CampaignInput {
  readonly request: StoredRequest;
  readonly adsetId: string;
  /** One per creative of the request, in order. */
  readonly ads: readonly { readonly creativeId: string; readonly adId: string; readonly clipId: string }[];
  /** When this service took the request up, ISO 8601. */
  readonly begunAt: string;
}

/** The request event with its times as ISO 8601 text. */
export type StoredRequest = Omit<CampaignRequested, 'requestedAt' | 'startTime' | 'endTime'> & {
  readonly requestedAt: string;
  readonly startTime: string | null;
  readonly endTime: string | null;
};

export const storedRequest = (event: CampaignRequested): StoredRequest => ({
  ...event,
  requestedAt: event.requestedAt.toISOString(),
  startTime: event.startTime?.toISOString() ?? null,
  endTime: event.endTime?.toISOString() ?? null,
});

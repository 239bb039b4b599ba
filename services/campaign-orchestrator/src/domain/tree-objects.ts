/** The four kinds of objects at Meta, as the HTTP contract and the events name them. */
export type ObjectLevel = 'campaign' | 'adset' | 'creative' | 'ad';

export interface TreeObject {
  readonly level: ObjectLevel;
  /** Our id. */
  readonly id: string;
  readonly clipId: string | null;
  /** 0 for the levels above creatives and ads. */
  readonly index: number;
}

interface TreeIds {
  readonly adsetId: string;
  readonly ads: readonly { readonly creativeId: string; readonly adId: string; readonly clipId: string }[];
}

/** What a saga step makes, undefined for steps that make nothing. */
export function objectOfStep(campaignId: string, ids: TreeIds, step: string): TreeObject | undefined {
  if (step === 'campaign') return { level: 'campaign', id: campaignId, clipId: null, index: 0 };
  if (step === 'ad_set') return { level: 'adset', id: ids.adsetId, clipId: null, index: 0 };
  const match = /^(creative|ad)_(\d+)$/.exec(step);
  const index = Number(match?.[2]) - 1;
  const ad = match === null ? undefined : ids.ads[index];
  if (ad === undefined) return undefined;
  return match?.[1] === 'ad'
    ? { level: 'ad', id: ad.adId, clipId: ad.clipId, index }
    : { level: 'creative', id: ad.creativeId, clipId: ad.clipId, index };
}

import type { ObjectLevel } from './tree-objects.ts';

/** An object at Meta whose name carries a marker. */
export interface MarkedAtMeta {
  readonly level: ObjectLevel;
  readonly id: string;
  readonly name: string;
  readonly marker: string;
  readonly status: string;
  readonly createdAtMs: number | null;
}

/** What our records say about one marker: the step of a saga that would make such an object. */
export interface MarkerOwner {
  readonly campaignId: string;
  readonly step: string;
  /** The saga has not ended: it looks after its own objects. */
  readonly isUnderWay: boolean;
  /** The tree was built: the object belongs there. */
  readonly isBuilt: boolean;
  /** The id in our row, and whether that row says it was removed. */
  readonly metaId: string | null;
  readonly isRemoved: boolean;
  /** Handed out to another campaign too; it stays. */
  readonly isShared: boolean;
}

export type Judgement =
  | { readonly verdict: 'known' | 'under_way' | 'young' | 'shared' }
  | { readonly verdict: 'adopt'; readonly owner: MarkerOwner }
  | { readonly verdict: 'remove'; readonly why: string }
  | { readonly verdict: 'ask'; readonly why: string };

/**
 * Decides about one object. Only what provably is ours, belongs to nothing and is PAUSED is removed; whatever cannot be
 * decided is left for a person.
 */
export function judgeObject(
  object: MarkedAtMeta,
  owner: MarkerOwner | undefined,
  now: { nowMs: number; minAgeMs: number },
): Judgement {
  if (owner?.metaId === object.id && !owner.isRemoved) return { verdict: 'known' };
  if (owner?.isUnderWay) return { verdict: 'under_way' };
  if (object.createdAtMs !== null && now.nowMs - object.createdAtMs < now.minAgeMs) return { verdict: 'young' };
  if (owner === undefined) return { verdict: 'ask', why: 'its marker belongs to no campaign in our records' };
  if (owner.isShared) return { verdict: 'shared' };
  if (owner.isBuilt && owner.metaId === null) return { verdict: 'adopt', owner };
  const why = owner.isBuilt
    ? `a second ${object.level} of campaign ${owner.campaignId}`
    : `left over from campaign ${owner.campaignId}, which was not built`;
  if (object.level !== 'creative' && object.status !== 'PAUSED')
    return { verdict: 'ask', why: `${why}, but its status is ${object.status}` };
  return { verdict: 'remove', why };
}

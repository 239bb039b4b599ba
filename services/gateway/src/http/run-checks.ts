import type { RunRequest } from '@mao/contracts';
import { type CampaignPlan, type PlanAccount, type PlanClip, planCampaign } from '@mao/graph-api';
import { sleep } from '@mao/service-kit';
import type { MikroORM } from '@mikro-orm/postgresql';
import type { Account } from '../entities/account.ts';
import { Clip } from '../entities/clip.ts';
import { invalid, ProblemError } from './problem.ts';

/** How long a read model that is behind is given before something counts as unknown. */
const CATCH_UP_MS = 3_000;
const LOOK_EVERY_MS = 100;

/**
 * The clips of all creatives, in order. An unknown clip is looked for a moment longer: upstream may have published it just now.
 * @throws ProblemError 404 `clip-not-found` for unknown, withdrawn and other accounts' clips
 */
export async function clipsFor(orm: MikroORM, body: RunRequest): Promise<PlanClip[]> {
  const ids = [body.clip_id, ...(body.variants ?? []).map((variant) => variant.clip_id)];
  const deadline = Date.now() + CATCH_UP_MS;
  for (;;) {
    const found = new Map((await orm.em.fork().find(Clip, { id: { $in: ids } })).map((clip) => [clip.id, clip]));
    const unusable = ids.findIndex((id) => isUnusable(found.get(id), body.social_account_id));
    if (unusable >= 0) throw clipNotFound(unusable);
    const unknown = ids.findIndex((id) => !found.has(id));
    if (unknown < 0) return ids.map((id) => toPlanClip(id, found.get(id)));
    if (Date.now() >= deadline) throw clipNotFound(unknown);
    await sleep(LOOK_EVERY_MS);
  }
}

function isUnusable(clip: Clip | undefined, socialAccountId: string): boolean {
  return (
    clip !== undefined && (Boolean(clip.withdrawnAt) || clip.publishedAt === null || clip.socialAccountId !== socialAccountId)
  );
}

function clipNotFound(index: number): ProblemError {
  const pointer = index === 0 ? '/clip_id' : `/variants/${index - 1}/clip_id`;
  const detail = 'names no published clip of this account';
  return new ProblemError(404, 'clip-not-found', `${pointer}: ${detail}`, { errors: [{ pointer, detail }] });
}

const toPlanClip = (clipId: string, clip: Clip | undefined): PlanClip => ({
  clipId,
  title: clip?.title ?? '',
  videoUrl: clip?.videoUrl ?? '',
  thumbnailUrl: clip?.thumbnailUrl ?? '',
});

/** Everything that can be refused before Meta is asked. @throws ProblemError 422 with a pointer per broken rule */
export function planFor(body: RunRequest, account: Account, clips: readonly PlanClip[], now: Date): CampaignPlan {
  const result = planCampaign(body, toPlanAccount(account), clips, { now });
  if (result.ok) return result.plan;
  throw invalid(result.violations.map(({ pointer, detail, code }) => ({ pointer, detail, code })));
}

const toPlanAccount = (account: Account): PlanAccount => ({
  adAccountId: account.adAccountId,
  pageId: account.pageId,
  instagramUserId: account.instagramUserId,
  pixelId: account.pixelId,
  currency: account.currency,
  defaultCountries: account.defaultCountries,
  dsaBeneficiary: account.dsaBeneficiary,
  dsaPayor: account.dsaPayor,
});

import type { RunRequest } from '@mao/contracts';
import { type CampaignPlan, type PlanAccount, type PlanClip, planCampaign } from '@mao/graph-api';
import { query, sleep } from '@mao/service-kit';
import type { MikroORM } from '@mikro-orm/postgresql';
import type { ConnectedAccount } from './account-checks.ts';
import { invalid, ProblemError } from './problem.ts';

/** How long a read model that is behind is given before something counts as unknown. */
const CATCH_UP_MS = 3_000;
const LOOK_EVERY_MS = 100;

interface ClipRow {
  readonly id: string;
  readonly social_account_id: string | null;
  readonly title: string | null;
  readonly video_url: string | null;
  readonly thumbnail_url: string | null;
  readonly is_public: boolean;
}

const CLIPS = `
  select id, social_account_id, title, video_url, thumbnail_url, published_at is not null and withdrawn_at is null as is_public
  from clips where id = any ($1::uuid[])`;

/**
 * The clips of all creatives, in order. An unknown clip is looked for a moment longer: upstream may have published it just now.
 * @throws ProblemError 404 `clip-not-found` for unknown, withdrawn and other accounts' clips
 */
export async function clipsFor(orm: MikroORM, body: RunRequest): Promise<PlanClip[]> {
  const ids = [body.clip_id, ...(body.variants ?? []).map((variant) => variant.clip_id)];
  const deadline = Date.now() + CATCH_UP_MS;
  for (;;) {
    const found = new Map((await query<ClipRow>(orm.em.fork(), CLIPS, [ids])).map((clip) => [clip.id, clip]));
    const unusable = ids.findIndex((id) => isUnusable(found.get(id), body.social_account_id));
    if (unusable >= 0) throw clipNotFound(unusable);
    const unknown = ids.findIndex((id) => !found.has(id));
    if (unknown < 0) return ids.map((id) => toPlanClip(id, found.get(id)));
    if (Date.now() >= deadline) throw clipNotFound(unknown);
    await sleep(LOOK_EVERY_MS);
  }
}

const isUnusable = (clip: ClipRow | undefined, socialAccountId: string): boolean =>
  clip !== undefined && (!clip.is_public || clip.social_account_id !== socialAccountId);

function clipNotFound(index: number): ProblemError {
  const pointer = index === 0 ? '/clip_id' : `/variants/${index - 1}/clip_id`;
  const detail = 'names no published clip of this account';
  return new ProblemError(404, 'clip-not-found', `${pointer}: ${detail}`, { errors: [{ pointer, detail }] });
}

const toPlanClip = (clipId: string, clip: ClipRow | undefined): PlanClip => ({
  clipId,
  title: clip?.title ?? '',
  videoUrl: clip?.video_url ?? '',
  thumbnailUrl: clip?.thumbnail_url ?? '',
});

/** Everything that can be refused before Meta is asked. @throws ProblemError 422 with a pointer per broken rule */
export function planFor(body: RunRequest, account: ConnectedAccount, clips: readonly PlanClip[], now: Date): CampaignPlan {
  const result = planCampaign(body, toPlanAccount(account), clips, { now });
  if (result.ok) return result.plan;
  throw invalid(result.violations.map(({ pointer, detail, code }) => ({ pointer, detail, code })));
}

const toPlanAccount = (account: ConnectedAccount): PlanAccount => ({
  adAccountId: account.adAccountId,
  pageId: account.pageId,
  instagramUserId: account.instagramUserId,
  pixelId: account.pixelId,
  currency: account.currency,
  defaultCountries: account.defaultCountries,
  dsaBeneficiary: account.dsaBeneficiary,
  dsaPayor: account.dsaPayor,
});

import { marker } from '@mao/graph-api';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { MarkerOwner } from '../domain/judge-objects.ts';

interface StepRow {
  readonly campaign_id: string;
  readonly step: string;
  readonly campaign_status: string;
  readonly meta_id: string | null;
  readonly is_removed: boolean;
  readonly is_shared: boolean;
}

/**
 * Every marker that a step of one of the account's campaigns has or would have, with what our rows say about its object. A
 * marker cannot be read backwards, so all of them are computed.
 */
export async function markerOwners(
  em: EntityManager,
  socialAccountId: string,
  secret: string,
): Promise<ReadonlyMap<string, MarkerOwner>> {
  const rows = await em.execute<StepRow[]>(STEPS, [socialAccountId]);
  return new Map(
    rows.map((row) => [
      marker(secret, row.campaign_id, row.step),
      {
        campaignId: row.campaign_id,
        step: row.step,
        isUnderWay: row.campaign_status === 'building' || row.campaign_status === 'needs_attention',
        isBuilt: row.campaign_status === 'PAUSED' || row.campaign_status === 'ACTIVE',
        metaId: row.meta_id,
        isRemoved: row.is_removed,
        isShared: row.is_shared,
      },
    ]),
  );
}

const STEPS = `
  select c.id as campaign_id, s.name as step, c.status as campaign_status,
    coalesce(case when s.name = 'campaign' then c.meta_id end, a.meta_id, cr.meta_id, ad.meta_id) as meta_id,
    coalesce(case when s.name = 'campaign' then c.removed_at end, a.removed_at, cr.removed_at, ad.removed_at) is not null as is_removed,
    exists (select from meta_creatives other where other.meta_id = cr.meta_id and other.campaign_id <> c.id and other.removed_at is null) as is_shared
  from meta_campaigns c
  join sagas on sagas.id = c.id
  join saga_steps s on s.saga_id = c.id
  left join meta_adsets a on s.name = 'ad_set' and a.campaign_id = c.id
  left join meta_creatives cr on s.name like 'creative_%' and cr.id = (sagas.input -> 'ads' -> (substring(s.name from '\\d+$')::int - 1) ->> 'creativeId')::uuid
  left join meta_ads ad on s.name like 'ad\\_%' and s.name <> 'ad_set' and ad.id = (sagas.input -> 'ads' -> (substring(s.name from '\\d+$')::int - 1) ->> 'adId')::uuid
  where c.social_account_id = ? and (s.name in ('campaign', 'ad_set') or s.name ~ '^(creative|ad)_\\d+$')`;

import { query } from '@mao/service-kit';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { ObjectLevel } from '../domain/tree-objects.ts';
import type { ObjectChange } from './object-changes.ts';

const ROWS = `jsonb_to_recordset($1::jsonb) as row (id uuid, campaign_id uuid, adset_id uuid, creative_id uuid, clip_id uuid, meta_id text,
  removed boolean, left_reason text, daily_budget_cents bigint, lifetime_budget_cents bigint)`;
const REMOVED = `case when removed then now() end`;
const UPDATED = `meta_id = excluded.meta_id, removed_at = excluded.removed_at, left_reason = excluded.left_reason`;

/** One statement per level, parents first, however many sagas share the transaction. */
const STATEMENTS: readonly (readonly [ObjectLevel, string])[] = [
  [
    'campaign',
    `update meta_campaigns set meta_id = row.meta_id, removed_at = ${REMOVED}, left_reason = row.left_reason from ${ROWS} where meta_campaigns.id = row.id`,
  ],
  [
    'adset',
    `insert into meta_adsets (id, campaign_id, meta_id, daily_budget_cents, lifetime_budget_cents, removed_at, left_reason)
     select id, campaign_id, meta_id, daily_budget_cents, lifetime_budget_cents, ${REMOVED}, left_reason from ${ROWS}
     on conflict (id) do update set ${UPDATED}`,
  ],
  [
    'creative',
    `insert into meta_creatives (id, campaign_id, clip_id, meta_id, removed_at, left_reason)
     select id, campaign_id, clip_id, meta_id, ${REMOVED}, left_reason from ${ROWS} on conflict (id) do update set ${UPDATED}`,
  ],
  [
    'ad',
    `insert into meta_ads (id, campaign_id, adset_id, creative_id, clip_id, meta_id, removed_at, left_reason)
     select id, campaign_id, adset_id, creative_id, clip_id, meta_id, ${REMOVED}, left_reason from ${ROWS} on conflict (id) do update set ${UPDATED}`,
  ],
];

export async function writeObjects(em: EntityManager, changes: readonly ObjectChange[]): Promise<void> {
  for (const [level, statement] of STATEMENTS) {
    // The newest word on an object counts; one INSERT must not meet the same row twice.
    const rows = [...new Map(changes.filter((change) => change.level === level).map((change) => [change.id, change])).values()];
    if (rows.length > 0) await query(em, statement, [JSON.stringify(rows)]);
  }
}

export interface KnownObject {
  readonly campaign_id: string;
  readonly level: ObjectLevel;
  readonly meta_id: string;
  readonly removed: boolean;
  readonly left_reason: string | null;
}

/** Every object that was ever made for the campaigns. */
export async function objectsOf(em: EntityManager, campaignIds: readonly string[]): Promise<KnownObject[]> {
  if (campaignIds.length === 0) return [];
  const ids = JSON.stringify(campaignIds);
  const part = (level: ObjectLevel, table: string, key: string) =>
    `select ${key} as campaign_id, '${level}' as level, meta_id, removed_at is not null as removed, left_reason from ${table}
     where meta_id is not null and ${key} in (select value::uuid from jsonb_array_elements_text($1::jsonb))`;
  return query<KnownObject>(
    em,
    [
      part('campaign', 'meta_campaigns', 'id'),
      part('adset', 'meta_adsets', 'campaign_id'),
      part('creative', 'meta_creatives', 'campaign_id'),
      part('ad', 'meta_ads', 'campaign_id'),
    ].join(' union all '),
    [ids],
  );
}

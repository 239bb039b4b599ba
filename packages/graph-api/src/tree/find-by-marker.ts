import type { AccountAccess } from '../access.ts';
import type { CallResult } from '../errors/graph-error.ts';
import { accountNode, objectNode } from '../ids.ts';
import type { GraphFields, Json } from '../json.ts';
import { markerIn } from '../marker.ts';
import { numericId } from '../wire/create-outcome.ts';
import { readPages } from '../wire/read-pages.ts';
import type { GraphWire, Transport } from '../wire/transport.ts';

/** Where to look. A creative is not searched: POST it again, Meta hands out the one it has. */
export type FindQuery =
  | { readonly level: 'campaign'; readonly marker: string; readonly label: string }
  | { readonly level: 'ad_set'; readonly marker: string; readonly campaignId: string }
  | { readonly level: 'ad'; readonly marker: string; readonly adSetId: string };

/** One object that carries the marker. */
export interface FoundObject {
  readonly id: string;
  readonly name: string;
  readonly status: string;
  readonly effectiveStatus: string;
  readonly createdTime: string;
  /** Campaigns only. */
  readonly objective: string | null;
}

type Found = CallResult<readonly FoundObject[]>;

const FIELDS = 'id,name,status,effective_status,created_time';
const CAMPAIGN_FIELDS = `${FIELDS},objective`;
const PAGE_SIZE = 100;
/** By name, the label, by label. */
const CAMPAIGN_READS = 3;

const text = (value: Json | undefined): string => (typeof value === 'string' ? value : '');

function foundObject(row: GraphFields): FoundObject {
  return {
    id: numericId(row['id']) ?? '',
    name: text(row['name']),
    status: text(row['status']),
    effectiveStatus: text(row['effective_status']),
    createdTime: text(row['created_time']),
    objective: text(row['objective']) || null,
  };
}

/** Oldest first. Meta's times are all in one form and zone, ids break a tie: they grow. */
function byAge(a: FoundObject, b: FoundObject): number {
  if (a.createdTime !== b.createdTime) return a.createdTime < b.createdTime ? -1 : 1;
  return a.id.length - b.id.length || (a.id < b.id ? -1 : 1);
}

async function rowsOf(transport: Transport, access: AccountAccess, path: string, params: GraphFields): Promise<Found> {
  const rows = await readPages(transport, access, { path, params: { limit: PAGE_SIZE, ...params } });
  return rows.ok ? { ok: true, value: rows.value.map(foundObject) } : rows;
}

const nameContains = (value: string): Json => [{ field: 'name', operator: 'CONTAIN', value }];

async function campaignsByName(transport: Transport, access: AccountAccess, marker: string): Promise<Found> {
  const path = `/${accountNode(access.adAccountId)}/campaigns`;
  return rowsOf(transport, access, path, { fields: CAMPAIGN_FIELDS, filtering: nameContains(`xo:${marker}`) });
}

async function campaignsByLabel(transport: Transport, access: AccountAccess, label: string): Promise<Found> {
  const account = `/${accountNode(access.adAccountId)}`;
  const filtering: Json = [{ field: 'name', operator: 'EQUAL', value: label }];
  const labels = await rowsOf(transport, access, `${account}/adlabels`, { fields: 'id,name', filtering });
  if (!labels.ok) return labels;
  const ids = labels.value.filter(({ name }) => name === label).map(({ id }) => id);
  if (ids.length === 0) return { ok: true, value: [] };
  const params = { ad_label_ids: ids, operator: 'ALL', fields: CAMPAIGN_FIELDS };
  return rowsOf(transport, access, `${account}/campaignsbylabels`, params);
}

/**
 * Two ways, because either index may lag and either mark may be edited away by a person. What one way shows is believed;
 * "none" is believed only when both ways answered.
 */
async function findCampaigns(transport: Transport, access: AccountAccess, marker: string, label: string): Promise<Found> {
  const byName = await campaignsByName(transport, access, marker);
  const byLabel = await campaignsByLabel(transport, access, label);
  const named = byName.ok ? byName.value.filter(({ name }) => markerIn(name) === marker) : [];
  const labelled = byLabel.ok ? byLabel.value : [];
  const found = [...new Map([...named, ...labelled].map((campaign) => [campaign.id, campaign])).values()];
  if (found.length > 0) return { ok: true, value: found.sort(byAge) };
  if (!byName.ok) return byName;
  return byLabel.ok ? { ok: true, value: [] } : byLabel;
}

async function findChildren(transport: Transport, access: AccountAccess, path: string, marker: string): Promise<Found> {
  const rows = await rowsOf(transport, access, path, { fields: FIELDS });
  if (!rows.ok) return rows;
  return { ok: true, value: rows.value.filter(({ name }) => markerIn(name) === marker).sort(byAge) };
}

/** Live objects of one level that carry a step's marker, oldest first. */
export async function findByMarker(wire: GraphWire, access: AccountAccess, query: FindQuery): Promise<Found> {
  const points = query.level === 'campaign' ? CAMPAIGN_READS : 1;
  const call = { lane: 'read', bucket: 'ads_management', isMutation: false, points } as const;
  return wire.inGroup(access, call, (group) => findIn(group, access, query));
}

async function findIn(transport: Transport, access: AccountAccess, query: FindQuery): Promise<Found> {
  switch (query.level) {
    case 'campaign':
      return findCampaigns(transport, access, query.marker, query.label);
    case 'ad_set':
      return findChildren(transport, access, `/${objectNode(query.campaignId)}/adsets`, query.marker);
    case 'ad':
      return findChildren(transport, access, `/${objectNode(query.adSetId)}/ads`, query.marker);
  }
}

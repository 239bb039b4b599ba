import type { AccountAccess } from '../access.ts';
import type { CallResult } from '../errors/graph-error.ts';
import { accountNode } from '../ids.ts';
import type { GraphFields, Json } from '../json.ts';
import type { Level } from '../levels.ts';
import { markerIn } from '../marker.ts';
import { numericId } from '../wire/create-outcome.ts';
import { readPages } from '../wire/read-pages.ts';
import type { Transport } from '../wire/transport.ts';

/** An object of the account whose name carries a marker of ours. */
export interface MarkedObject {
  readonly level: Level;
  readonly id: string;
  readonly name: string;
  readonly marker: string;
  readonly status: string;
  /** Creatives have none. */
  readonly effectiveStatus: string | null;
  readonly createdTime: string | null;
  readonly campaignId: string | null;
  readonly adSetId: string | null;
}

const EDGES: Readonly<Record<Level, { readonly edge: string; readonly fields: string }>> = {
  campaign: { edge: 'campaigns', fields: 'id,name,status,effective_status,created_time' },
  ad_set: { edge: 'adsets', fields: 'id,name,status,effective_status,created_time,campaign_id' },
  ad: { edge: 'ads', fields: 'id,name,status,effective_status,created_time,campaign_id,adset_id' },
  creative: { edge: 'adcreatives', fields: 'id,name,status' },
};

const PAGE_SIZE = 100;
const OURS: Json = [{ field: 'name', operator: 'CONTAIN', value: '[xo:' }];

const text = (value: Json | undefined): string | null => (typeof value === 'string' ? value : null);

function readObject(level: Level, row: GraphFields): MarkedObject[] {
  const [id, name] = [numericId(row['id']), text(row['name']) ?? ''];
  const marker = markerIn(name);
  if (id === null || marker === null) return [];
  return [
    {
      level,
      id,
      name,
      marker,
      status: text(row['status']) ?? 'unknown',
      effectiveStatus: text(row['effective_status']),
      createdTime: text(row['created_time']),
      campaignId: numericId(row['campaign_id']),
      adSetId: numericId(row['adset_id']),
    },
  ];
}

/**
 * All live objects of one level that carry a marker of ours, whoever made them. The edge of creatives takes no filter, so
 * there every creative of the account is read.
 */
export async function markedObjects(
  transport: Transport,
  access: AccountAccess,
  level: Level,
): Promise<CallResult<readonly MarkedObject[]>> {
  const { edge, fields } = EDGES[level];
  const path = `/${accountNode(access.adAccountId)}/${edge}`;
  const params = { fields, limit: PAGE_SIZE, ...(level !== 'creative' && { filtering: OURS }) };
  const rows = await readPages(transport, access, { path, params });
  return rows.ok ? { ok: true, value: rows.value.flatMap((row) => readObject(level, row)) } : rows;
}

/** A campaign that may be spending. */
export interface RunningCampaign {
  readonly id: string;
  readonly name: string;
  readonly effectiveStatus: string;
}

// A campaign with issues or under way can still have ads that deliver.
const MAY_SPEND = ['ACTIVE', 'IN_PROCESS', 'WITH_ISSUES'];

/**
 * Every campaign of the account that is switched on, ours or not: what the kill switch pauses, one `setStatus(…, 'PAUSED')`
 * each. Neither this list nor the pausing waits for a limit of ours.
 */
export async function runningCampaigns(
  transport: Transport,
  access: AccountAccess,
): Promise<CallResult<readonly RunningCampaign[]>> {
  const path = `/${accountNode(access.adAccountId)}/campaigns`;
  const params = { fields: 'id,name,status,effective_status', effective_status: MAY_SPEND, limit: PAGE_SIZE };
  const rows = await readPages(transport, access, { path, params, lane: 'urgent' });
  if (!rows.ok) return rows;
  const running = rows.value.flatMap((row) => {
    const id = numericId(row['id']);
    const effectiveStatus = text(row['effective_status']) ?? 'unknown';
    return id === null || row['status'] === 'PAUSED' ? [] : [{ id, name: text(row['name']) ?? '', effectiveStatus }];
  });
  return { ok: true, value: running };
}

import type { ParameterTable } from '../params/decode-parameter.ts';
import {
  AD_PARAMETERS,
  AD_SET_PARAMETERS,
  CAMPAIGN_PARAMETERS,
  CREATIVE_PARAMETERS,
  MEDIA_PARAMETERS,
  VIDEO_PARAMETERS,
} from '../params/parameter-tables.ts';

/** Legal on every call; `pretty` and `debug` are ignored since v26. */
const EVERYWHERE = ['fields', 'pretty', 'debug', 'locale', 'suppress_http_code'];

const PAGING = ['limit', 'after', 'before', 'summary', 'total_count'];
const LISTING = [...PAGING, 'filtering', 'effective_status', 'date_preset', 'time_range', 'is_completed', 'updated_since'];
const LABELLING = [...LISTING, 'ad_label_ids', 'operator'];
const INSIGHTS = [
  ...PAGING,
  'action_attribution_windows',
  'action_breakdowns',
  'action_report_time',
  'breakdowns',
  'date_preset',
  'default_summary',
  'filtering',
  'level',
  'sort',
  'time_increment',
  'time_range',
  'time_ranges',
  'use_account_attribution_setting',
  'use_unified_attribution_setting',
];
const UPLOAD = ['source', 'upload_phase', 'file_size', 'upload_session_id', 'start_offset', 'end_offset', 'video_file_chunk'];

const named = (table: ParameterTable): string[] => Object.keys(table);

/** By `METHOD node/edge`, where node is `act`, `ig` or an object's level. What is not listed takes no parameters of its own. */
const OWN: Readonly<Record<string, readonly string[]>> = {
  'POST act/campaigns': named(CAMPAIGN_PARAMETERS),
  'POST act/adsets': named(AD_SET_PARAMETERS),
  'POST act/adcreatives': named(CREATIVE_PARAMETERS),
  'POST act/ads': named(AD_PARAMETERS),
  'POST act/advideos': [...named(VIDEO_PARAMETERS), ...UPLOAD],
  'POST act/adimages': ['bytes', 'name', 'copy_from', 'filename'],
  'DELETE act/adimages': ['hash'],
  'GET act/adimages': [...LISTING, 'hashes', 'name', 'minheight', 'minwidth'],
  'POST act/adlabels': ['name', 'execution_options'],
  'POST act/async_batch_requests': ['adbatch', 'name'],
  'POST act/subscribed_apps': ['app_id'],
  'DELETE act/subscribed_apps': ['app_id'],
  'POST ig/media': named(MEDIA_PARAMETERS),
  'POST ig/media_publish': ['creation_id'],
  'GET ig/media': PAGING,
  'POST campaign/': named(CAMPAIGN_PARAMETERS),
  'POST adset/': named(AD_SET_PARAMETERS),
  'POST creative/': named(CREATIVE_PARAMETERS),
  'POST ad/': named(AD_PARAMETERS),
  'POST video/': named(VIDEO_PARAMETERS),
  'GET request_set/requests': [...PAGING, 'statuses'],
};

/** Edges whose parameters do not depend on the node. */
const BY_EDGE: Readonly<Record<string, readonly string[]>> = {
  'GET campaigns': LISTING,
  'GET adsets': LISTING,
  'GET ads': LISTING,
  'GET adcreatives': LISTING,
  'GET advideos': LISTING,
  'GET adlabels': LISTING,
  'GET campaignsbylabels': LABELLING,
  'GET adsetsbylabels': LABELLING,
  'GET adcreativesbylabels': LABELLING,
  'GET adsbylabels': LABELLING,
  'GET insights': INSIGHTS,
  'POST insights': INSIGHTS,
  'POST adlabels': ['adlabels', 'execution_options'],
};

const sets = new Map<string, ReadonlySet<string>>();

/** Names a call on this node and edge may carry, beside credentials and the repeated `id`. */
export function knownParameters(method: string, node: string, edge: string): ReadonlySet<string> {
  const key = `${method} ${node}/${edge}`;
  const known = sets.get(key);
  if (known !== undefined) return known;
  const own = new Set([...EVERYWHERE, ...(OWN[key] ?? BY_EDGE[`${method} ${edge}`] ?? [])]);
  sets.set(key, own);
  return own;
}

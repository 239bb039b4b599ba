import type { GovernedCall } from '../governor/governor.ts';
import type { Lane } from '../governor/lanes.ts';
import { READ_POINTS, WRITE_POINTS } from '../governor/limits.ts';
import type { WireRequest } from './transport.ts';

function laneOf(request: WireRequest, isInsights: boolean): Lane {
  if (request.lane !== undefined) return request.lane;
  if (isInsights) return 'insights';
  if (request.method === 'DELETE') return 'undo';
  return request.method === 'POST' ? 'write' : 'read';
}

/** What a request costs at Meta and how much it matters to us. */
export function costOf(request: WireRequest): GovernedCall {
  const bucket = request.bucket ?? (request.path.endsWith('/insights') ? 'ads_insights' : 'ads_management');
  const isMutation = request.method !== 'GET';
  const points = isMutation ? WRITE_POINTS : READ_POINTS;
  return { lane: laneOf(request, bucket === 'ads_insights'), bucket, isMutation, points };
}

import type { Row } from '../evidence.ts';
import { type Facts, text } from '../facts.ts';
import type { Finding, Violation } from '../finding.ts';

const MEASURES = ['impressions', 'clicks', 'inline_link_clicks', 'spend_cents', 'conversions', 'revenue_cents', 'reach'];
const KEPT: readonly (readonly [service: string, table: string])[] = [
  ['insights-sync', 'meta_ad_insights'],
  ['gateway', 'insights_daily'],
  ['ab-evaluator', 'ad_daily_metrics'],
];

/** I15: after the last sync every copy of the daily results says what was really delivered, once a day. */
export function resultsEqualTheTruth(facts: Facts): Finding {
  const ours = new Map(facts.table('insights-sync', 'tracked_ads').map((row) => [text(row['ad_meta_id']), text(row['ad_id'])]));
  const days = Object.entries(facts.truths).flatMap(([metaId, rows]) => pastDays(rows).map((row) => [metaId, row] as const));
  return {
    invariant: 'I15',
    rule: 'insights converge to what was delivered, in every copy of them',
    counts: { ads: Object.keys(facts.truths).length, days: days.length },
    violations: KEPT.flatMap(([service, table]) => {
      const kept = Map.groupBy(facts.table(service, table), (row) => `${row['ad_id']} ${row['date']}`);
      return days.flatMap(([metaId, truth]) => {
        const adId = ours.get(metaId);
        if (adId === undefined) return [{ id: metaId, what: 'delivers, and insights-sync does not track it' }];
        return judge(`${adId} ${truth['date']}`, truth, kept.get(`${adId} ${truth['date']}`) ?? [], service);
      });
    }),
  };
}

/** Today's numbers still grow between two looks. */
function pastDays(rows: readonly Row[]): Row[] {
  const days = rows.map((row) => text(row['date'])).toSorted();
  return rows.filter((row) => row['date'] !== days.at(-1));
}

function judge(id: string, truth: Row, kept: readonly Row[], service: string): Violation[] {
  const [row] = kept;
  if (row === undefined || kept.length > 1) return [{ id, what: `${service} has ${kept.length} rows of this day` }];
  const wrong = MEASURES.filter((measure) => Number(row[measure]) !== Number(truth[measure]));
  if (wrong.length === 0) return [];
  const told = wrong.map((measure) => `${measure} ${row[measure]} instead of ${truth[measure]}`);
  return [{ id, what: `${service}: ${told.join(', ')}` }];
}

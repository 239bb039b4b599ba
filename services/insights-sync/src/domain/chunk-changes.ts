import type { InsightDay } from './insight-days.ts';

/** A row is below 200 bytes in Avro: a message stays below 400 kB, well under the broker's limit of 1 MiB. */
const MAX_ROWS_PER_EVENT = 2_000;

/** The changed days of one campaign that fit into one event. */
interface CampaignChanges {
  readonly campaignId: string;
  readonly days: readonly InsightDay[];
}

/** Groups changed days by campaign and cuts what is too large for one message. Nothing changed: nothing to say. */
export function chunkChanges(days: readonly InsightDay[], maxRows = MAX_ROWS_PER_EVENT): readonly CampaignChanges[] {
  const byCampaign = Map.groupBy(days, ({ campaignId }) => campaignId);
  return [...byCampaign].flatMap(([campaignId, all]) =>
    Array.from({ length: Math.ceil(all.length / maxRows) }, (_, chunk) => ({
      campaignId,
      days: all.slice(chunk * maxRows, (chunk + 1) * maxRows),
    })),
  );
}

import { quantile } from '../../load/statistics.ts';
import type { Place } from './place.ts';

/** From the commit of an event until the commit of its effect, by the one clock of the database. */
const LATENCIES = `
select extract(epoch from pg_xact_commit_timestamp(e.xmin) - pg_xact_commit_timestamp(w.xmin))::float8 * 1000 as ms
from effects e join written w using (event_id)
where e.number >= $1 and e.key <> $2`;

export interface Latency {
  readonly events: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

/** Of the effects with these numbers or higher ones, those of one key left out. */
export async function latencyOf(place: Place, firstNumber: number, exceptKey: string): Promise<Latency> {
  const waits = (await place.sql<{ ms: number }>(LATENCIES, [firstNumber, exceptKey])).map(({ ms }) => ms);
  return { events: waits.length, p50Ms: quantile(waits, 0.5), p99Ms: quantile(waits, 0.99) };
}

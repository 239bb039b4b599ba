import type { KafkaHandle } from '@mao/local-stack';
import { sleep } from '@mao/service-kit';
import type { Place } from '../stage/place.ts';
import { writeFor } from '../stage/write.ts';
import { seriesOf } from './metric-text.ts';

const LOAD = { perSecond: 20, keys: 10 };
const LOOK_EVERY_MS = 500;
const OLDEST = 'select coalesce(extract(epoch from clock_timestamp() - min(created_at)), 0)::float8 as seconds from outbox';

export interface OutboxTruth {
  readonly mostSeconds: number;
  readonly mostSecondsOff: number;
  readonly looks: readonly object[];
}

/** A frozen broker, while events go on coming: the age that the service tells beside that of the row itself. */
export async function outboxAgeAgainstTruth(place: Place, kafka: KafkaHandle, seconds: number): Promise<OutboxTruth> {
  const address = await place.start().ready();
  await writeFor(1, place, LOAD);
  await place.outboxIsEmpty();
  await kafka.pause();
  const looks: { metricSeconds: number; trueSeconds: number }[] = [];
  try {
    const load = writeFor(seconds, place, LOAD);
    const end = AbortSignal.timeout(seconds * 1_000);
    for (;;) {
      await sleep(LOOK_EVERY_MS, end);
      if (end.aborted) break;
      looks.push(await look(place, address));
    }
    await load;
  } finally {
    await kafka.resume();
  }
  await place.outboxIsEmpty();
  return {
    mostSeconds: Math.max(...looks.map(({ trueSeconds }) => trueSeconds)),
    mostSecondsOff: Math.max(...looks.map(({ metricSeconds, trueSeconds }) => Math.abs(metricSeconds - trueSeconds))),
    looks,
  };
}

/** The table is asked before and after: the truth of the moment between is their mean. */
async function look(place: Place, address: string) {
  const oldest = async () => (await place.sql<{ seconds: number }>(OLDEST))[0]?.seconds ?? 0;
  const before = await oldest();
  const text = await (await fetch(`${address}/metrics`)).text();
  const after = await oldest();
  return { metricSeconds: Math.max(...seriesOf(text, 'messaging_outbox_oldest_age_seconds')), trueSeconds: (before + after) / 2 };
}

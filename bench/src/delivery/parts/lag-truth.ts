import { sleep } from '@mao/service-kit';
import { waitFor } from '@mao/service-kit/testing';
import { sum } from '../stage/broker-view.ts';
import { NUMBERED } from '../stage/events.ts';
import type { Place } from '../stage/place.ts';
import { recordsOf } from '../stage/read.ts';
import { writeFor } from '../stage/write.ts';
import { seriesOf } from './metric-text.ts';

const GROUP = 'stands-still';
const LOAD = { perSecond: 100, keys: 50 };
const LOOK_EVERY_MS = 500;
const PATIENCE = { timeoutMs: 60_000, everyMs: 50 };

interface Look {
  readonly atMs: number;
  readonly metricMessages: number;
  readonly metricSeconds: number;
  readonly trueMessages: number;
  readonly committed: readonly number[];
}

export interface LagTruth {
  readonly mostMessages: number;
  readonly mostMessagesOff: number;
  readonly mostSeconds: number;
  readonly mostSecondsOff: number;
  readonly looks: readonly object[];
}

/** A consumer whose handlers do not return, while events go on coming: its own figures beside those of the broker. */
export async function lagAgainstTruth(place: Place, seconds: number): Promise<LagTruth> {
  const service = place.start({ GROUP, HOLD_KEY: '*', HOLD_BY: 'wait' });
  const address = await service.ready();
  await writeFor(1, place, LOAD);
  await place.outboxIsEmpty();
  await waitFor('the topic to be read', () => place.broker.hasReadAll(GROUP, NUMBERED), PATIENCE);

  service.tell('hold');
  const load = writeFor(seconds, place, { ...LOAD, first: 1_000_000 });
  const looks = await lookFor(seconds, () => look(place, address));
  await load;
  const records = await recordsOf(place, NUMBERED);
  service.tell('release');
  await waitFor('the topic to be read', () => place.broker.hasReadAll(GROUP, NUMBERED), PATIENCE);

  const judged = looks.map(({ committed, ...rest }) => {
    // The oldest record that is not handled, of those that were there.
    const open = records.filter(
      ({ partition, offset, timestamp }) => Number(offset) >= (committed[partition] ?? 0) && timestamp.getTime() <= rest.atMs,
    );
    const oldestMs = Math.min(rest.atMs, ...open.map(({ timestamp }) => timestamp.getTime()));
    return { ...rest, trueSeconds: (rest.atMs - oldestMs) / 1_000 };
  });
  const most = (values: readonly number[]) => Math.max(0, ...values);
  return {
    mostMessages: most(judged.map((one) => one.trueMessages)),
    mostMessagesOff: most(judged.map((one) => Math.abs(one.metricMessages - one.trueMessages))),
    mostSeconds: most(judged.map((one) => one.trueSeconds)),
    mostSecondsOff: most(judged.map((one) => Math.abs(one.metricSeconds - one.trueSeconds))),
    looks: judged,
  };
}

async function lookFor<T>(seconds: number, once: () => Promise<T>): Promise<readonly T[]> {
  const end = AbortSignal.timeout(seconds * 1_000);
  const looks: T[] = [];
  for (;;) {
    await sleep(LOOK_EVERY_MS, end);
    if (end.aborted) return looks;
    looks.push(await once());
  }
}

/** Metric and broker at the same moment, or as near as two questions get. */
async function look(place: Place, address: string): Promise<Look> {
  const [text, ends, committed] = await Promise.all([
    fetch(`${address}/metrics`).then((response) => response.text()),
    place.broker.ends(NUMBERED),
    place.broker.committed(GROUP, NUMBERED),
  ]);
  return {
    atMs: Date.now(),
    metricMessages: sum(seriesOf(text, 'messaging_consumer_lag_messages')),
    metricSeconds: Math.max(0, ...seriesOf(text, 'messaging_consumer_lag_seconds')),
    trueMessages: sum(ends) - sum(committed),
    committed,
  };
}

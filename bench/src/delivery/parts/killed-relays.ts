import { sleep } from '@mao/service-kit';
import { spreadOf, spreadText } from '../../load/spread.ts';
import { compareIds, judgeKeyOrder } from '../judge/key-order.ts';
import { inRounds, nonZero, type Part, scaled, total } from '../part.ts';
import { NUMBERED } from '../stage/events.ts';
import type { Place } from '../stage/place.ts';
import { committedIds, deliveredRecords } from '../stage/read.ts';
import type { ServiceProcess } from '../stage/service-process.ts';
import type { Stage } from '../stage/stage.ts';
import { writeAll } from '../stage/write.ts';

const RELAYS = 3;
const KILL_EVERY_MS = 2_000;
const LOAD = { writers: 16, keys: 50, perTransaction: 1 };
const EVENTS = 20_000;
/** Fewer are written before the first kill. */
const LEAST_EVENTS = 5_000;

/** M2: what the relays publish, while one of them is killed every two seconds. */
export const killedRelays: Part = {
  id: 'M2',
  what: `${LOAD.writers} writers, ${LOAD.keys} keys, ${RELAYS} relays, one killed every ${KILL_EVERY_MS / 1_000} s`,
  async run(stage, { share, rounds }) {
    const events = scaled(EVENTS, share, LEAST_EVENTS);
    const results = await inRounds(rounds, () => oneRound(stage, events));
    const sums = {
      inversions: total(results, ({ inversions }) => inversions),
      gaps: total(results, ({ gaps }) => gaps),
      lost: total(results, ({ lost }) => lost),
      unheardOf: total(results, ({ unheardOf }) => unheardOf),
    };
    const [kills, repeats] = [total(results, (round) => round.kills), total(results, (round) => round.repeats)];
    const speeds = results.map(({ perSecond }) => perSecond);
    return {
      figures: { ...LOAD, relays: RELAYS, events, perSecond: spreadOf(speeds), rounds: results },
      lines: [
        `${rounds} x ${events} events, ${kills} relays killed: ${sums.inversions} inversions, ${sums.gaps} gaps, ${sums.lost} lost, ${repeats} published again`,
        `${spreadText(speeds)} events/s, one event per transaction`,
      ],
      misses: [...nonZero(sums), ...(kills === 0 ? ['no relay was killed'] : [])],
    };
  },
};

async function oneRound(stage: Stage, events: number) {
  return stage.at(async (place) => {
    const relays = Array.from({ length: RELAYS }, () => place.start());
    await Promise.all(relays.map((relay) => relay.ready()));
    const done = new AbortController();
    const killing = killInTurn(place, relays, done.signal);
    const startedAt = performance.now();
    await writeAll(place, { ...LOAD, count: events });
    await place.outboxIsEmpty();
    const seconds = (performance.now() - startedAt) / 1_000;
    done.abort();
    const kills = await killing;
    const delivered = await deliveredRecords(place, NUMBERED);
    return {
      perSecond: events / seconds,
      seconds,
      kills,
      ...judgeKeyOrder(delivered),
      ...compareIds(await committedIds(place), delivered),
    };
  });
}

/** The one that has been up for longest dies; another takes its place at the end of the line. @returns kills */
async function killInTurn(place: Place, relays: ServiceProcess[], signal: AbortSignal): Promise<number> {
  let kills = 0;
  for (;;) {
    await sleep(KILL_EVERY_MS, signal);
    const oldest = relays.findIndex((relay) => relay.isReady());
    if (signal.aborted) return kills;
    // All of them are still starting: a machine that is too slow for the rhythm.
    if (oldest === -1) continue;
    const [victim] = relays.splice(oldest, 1);
    await victim?.kill();
    kills += 1;
    relays.push(place.start());
  }
}

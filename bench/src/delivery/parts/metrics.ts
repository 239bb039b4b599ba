import { sleep } from '@mao/service-kit';
import { spreadOf, spreadText } from '../../load/spread.ts';
import { median, quantile } from '../../load/statistics.ts';
import { inRounds, type Part, scaled } from '../part.ts';
import type { Place } from '../stage/place.ts';
import type { Stage } from '../stage/stage.ts';
import { writeFor } from '../stage/write.ts';
import { lagAgainstTruth } from './lag-truth.ts';
import { outboxAgeAgainstTruth } from './outbox-truth.ts';

const SECONDS = 10;
const LEAST_SECONDS = 3;
const LOAD = { perSecond: 500, keys: 50 };
const SCRAPE_EVERY_MS = 100;

/** M29: what a scrape costs under load, and how far its figures are from the truth when something stands still. */
export const metrics: Part = {
  id: 'M29',
  what: 'metrics: the cost of a scrape, and how true its figures are',
  async run(stage, { share, rounds }) {
    const seconds = scaled(SECONDS, share, LEAST_SECONDS);
    const scrapes = await scrapesUnderLoad(stage, rounds, seconds);
    const lag = await stage.at((place) => lagAgainstTruth(place, seconds));
    const outbox = await stage.at((place) => outboxAgeAgainstTruth(place, stage.kafka, seconds));
    const [medians, worst] = [scrapes.map((round) => round.medianMs), scrapes.map((round) => round.maxMs)];
    return {
      figures: { ...LOAD, seconds, medianMs: spreadOf(medians), maxMs: spreadOf(worst), scrapes, lag, outbox },
      lines: [
        `a scrape under ${LOAD.perSecond} events/s takes ${spreadText(medians)} ms, the longest of a round ${spreadText(worst)} ms`,
        `a consumer stands still: lag is off by at most ${lag.mostMessagesOff} of ${lag.mostMessages} messages and ${lag.mostSecondsOff.toFixed(2)} of ${lag.mostSeconds.toFixed(1)} s`,
        `the broker stands still: the age of the oldest outbox row is off by at most ${(outbox.mostSecondsOff * 1_000).toFixed(0)} ms of ${outbox.mostSeconds.toFixed(1)} s`,
      ],
      misses: [],
    };
  },
};

async function scrapesUnderLoad(stage: Stage, rounds: number, seconds: number) {
  return stage.at(async (place) => {
    const address = await place.start({ GROUP: 'scraped' }).ready();
    await scrapeUnderLoad(place, address, { seconds: LEAST_SECONDS, first: 0 }); // compiles and connects
    return inRounds(rounds, (round) => scrapeUnderLoad(place, address, { seconds, first: round * 1_000_000 }));
  });
}

async function scrapeUnderLoad(place: Place, address: string, { seconds, first }: { seconds: number; first: number }) {
  let isLoaded = true;
  const load = writeFor(seconds, place, { ...LOAD, first }).finally(() => {
    isLoaded = false;
  });
  const durations: number[] = [];
  while (isLoaded) {
    const startedAt = performance.now();
    await (await fetch(`${address}/metrics`)).text();
    durations.push(performance.now() - startedAt);
    await sleep(SCRAPE_EVERY_MS);
  }
  await load;
  return {
    scrapes: durations.length,
    medianMs: median(durations),
    p99Ms: quantile(durations, 0.99),
    maxMs: Math.max(...durations),
  };
}

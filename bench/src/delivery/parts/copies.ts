import { waitFor } from '@mao/service-kit/testing';
import { seededRandom } from '../../load/seeded-random.ts';
import { checksums, differingTables } from '../judge/checksum.ts';
import { nonZero, type Part, scaled } from '../part.ts';
import { sum } from '../stage/broker-view.ts';
import { NUMBERED } from '../stage/events.ts';
import type { Place } from '../stage/place.ts';
import { judgeEffects, recordsOf } from '../stage/read.ts';
import type { Stage } from '../stage/stage.ts';
import { writeAll } from '../stage/write.ts';

const EVENTS = 20_000;
const LEAST_EVENTS = 1_000;
const COPIES = 3;
/** Records that come again together: from a few in one batch to more than one batch. */
const LONGEST_STRETCH = 600;
const GROUP = 'copies';
const PATIENCE = { timeoutMs: 300_000, everyMs: 100 };

type Records = Awaited<ReturnType<typeof recordsOf>>;

/** M10: one delivery to one consumer, three deliveries and a replay from offset 0 to another; then their tables are compared. */
export const copies: Part = {
  id: 'M10',
  what: `every message delivered ${COPIES} times, then the topic replayed from offset 0`,
  async run(stage, { share, seed }) {
    const events = scaled(EVENTS, share, LEAST_EVENTS);
    const records = await stage.at((place) => write(place, events));
    const once = await stage.at(async (place) => {
      await deliver(place, records, { copies: 1, seed });
      return consume(place);
    });
    const often = await deliveredOften(stage, records, seed);
    const differing = { copies: differingTables(once, often.afterCopies), replay: differingTables(once, often.afterReplay) };
    const effects = once['effects']?.rows ?? 0;
    return {
      figures: { seed, events, copies: COPIES, once, ...often, differing },
      lines: [
        `${events} events, ${often.deliveries} deliveries: ${often.afterReplay['effects']?.rows} effects, ${often.orderViolations} out of order`,
        `checksums of ${Object.keys(once).length} tables beside one delivery: ${told(differing.copies)} after the copies, ${told(differing.replay)} after the replay`,
      ],
      misses: [
        ...differing.copies.map((table) => `${table} differs after ${COPIES} deliveries`),
        ...differing.replay.map((table) => `${table} differs after the replay`),
        ...nonZero({ 'effects missing after one delivery': events - effects, 'out of order': often.orderViolations }),
      ],
    };
  },
};

const told = (tables: readonly string[]): string => (tables.length === 0 ? 'all equal' : `${tables.join(', ')} differ`);

async function deliveredOften(stage: Stage, records: Records, seed: number) {
  return stage.at(async (place) => {
    const delivered = await deliver(place, records, { copies: COPIES, seed });
    const afterCopies = await consume(place);
    await place.broker.rewind(GROUP, NUMBERED);
    const afterReplay = await consume(place);
    const { orderViolations } = await judgeEffects(place);
    return { deliveries: 2 * delivered, afterCopies, afterReplay, orderViolations };
  });
}

/** @returns what a relay publishes */
async function write(place: Place, events: number): Promise<Records> {
  const relay = place.start();
  await relay.ready();
  await writeAll(place, { writers: 8, keys: 50, count: events, perTransaction: 50 });
  await place.outboxIsEmpty();
  return recordsOf(place, NUMBERED);
}

/** Reads the topic to its end with a process that is gone afterwards. Its handlers write a row and send an event on. */
async function consume(place: Place) {
  const service = place.start({ GROUP, ECHO: 'yes' });
  await service.ready();
  await waitFor('the topic to be read', () => place.broker.hasReadAll(GROUP, NUMBERED), PATIENCE);
  await place.outboxIsEmpty();
  await service.stop();
  return checksums(place);
}

/**
 * Publishes as a relay does that sends again what it does not know to have arrived: a stretch of records, then the same once
 * more.
 * @returns the number of records on the topic
 */
async function deliver(place: Place, records: Records, { copies, seed }: { copies: number; seed: number }): Promise<number> {
  const service = place.start(); // creates the topics
  await service.ready();
  await service.stop();
  const random = seededRandom(seed);
  const producer = place.client.kafka.producer({ allowAutoTopicCreation: false, maxInFlightRequests: 1 });
  const topic = place.client.wireName(NUMBERED);
  await producer.connect();
  for (let start = 0; start < records.length; ) {
    const stretch = records.slice(start, start + 1 + Math.floor(random() * LONGEST_STRETCH));
    start += stretch.length;
    const messages = stretch.map(({ key, value, headers, partition }) => ({ key, value, headers: textsOf(headers), partition }));
    for (let copy = 0; copy < copies; copy += 1) await producer.send({ topic, messages, acks: -1 });
  }
  await producer.disconnect();
  return sum(await place.broker.ends(NUMBERED));
}

const textsOf = (headers: Records[number]['headers']) =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));

import { waitFor } from '@mao/service-kit/testing';
import { spreadText } from '../../load/spread.ts';
import { median } from '../../load/statistics.ts';
import { inRounds, nonZero, type Part, scaled } from '../part.ts';
import { NUMBERED, numbered } from '../stage/events.ts';
import { latencyOf } from '../stage/latency.ts';
import type { Place } from '../stage/place.ts';
import { judgeEffects } from '../stage/read.ts';
import type { ServiceProcess } from '../stage/service-process.ts';
import { commit, writeFor } from '../stage/write.ts';

const GROUP = 'parked';
const BAD_KEY = 'key-that-fails';
const LOAD = { perSecond: 300, keys: 50 };
/** The key that is parked goes on getting events. */
const MORE_OF_IT = { key: BAD_KEY, every: 20 };
const SECONDS = 10;
const LEAST_SECONDS = 3;
const TIMES_ALLOWED = 2;
/** Numbers of different spells do not meet. */
const SPELL = 1_000_000;
const PATIENCE = { timeoutMs: 120_000, everyMs: 50 };

/** M16: how long the events of other keys take while one key is parked, beside the same without. */
export const parkedKey: Part = {
  id: 'M16',
  what: 'other keys while one key is parked',
  async run(stage, { share, rounds }) {
    const seconds = scaled(SECONDS, share, LEAST_SECONDS);
    return stage.at(async (place) => {
      const service = place.start({ GROUP, HOLD_KEY: BAD_KEY, HOLD_BY: 'fail' });
      await service.ready();
      await spell(place, SECONDS, 0); // compiles and connects
      const results = await inRounds(rounds, (round) => oneRound(place, service, { seconds, first: 2 * round * SPELL }));
      const [calm, parked] = [results.map((round) => round.calm.p99Ms), results.map((round) => round.parked.p99Ms)];
      const times = median(parked) / median(calm);
      const { events, ...counts } = await judgeEffects(place);
      return {
        figures: { ...LOAD, seconds, times, ...counts, rounds: results },
        lines: [
          `p99 from commit to effect at ${LOAD.perSecond}/s: ${spreadText(calm)} ms, while a key is parked ${spreadText(parked)} ms: ${times.toFixed(2)} times (allowed: below ${TIMES_ALLOWED})`,
          `${events} events in all, the parked ones too: ${counts.lost} lost, ${counts.doubleEffects} double effects, ${counts.orderViolations} out of order`,
        ],
        misses: [...nonZero(counts), ...(times < TIMES_ALLOWED ? [] : [`p99 grows ${times.toFixed(2)} times`])],
      };
    });
  },
};

async function oneRound(place: Place, service: ServiceProcess, { seconds, first }: { seconds: number; first: number }) {
  const calm = await spell(place, seconds, first);
  service.tell('hold');
  await commit(place, [numbered(BAD_KEY, first)]);
  await waitFor('the key to be parked', async () => (await place.count('parked_messages')) > 0, PATIENCE);
  const parked = await spell(place, seconds, first + SPELL);
  const inLine = await place.count('parked_messages');
  service.tell('release');
  await waitFor('the line to drain', async () => (await place.count('parked_messages')) === 0, PATIENCE);
  return { calm, parked, inLine };
}

/** The load of so many seconds; begins when all that went before is read. */
async function spell(place: Place, seconds: number, first: number) {
  await writeFor(seconds, place, { ...LOAD, first, extra: MORE_OF_IT });
  await place.outboxIsEmpty();
  await waitFor('the topic to be read', () => place.broker.hasReadAll(GROUP, NUMBERED), PATIENCE);
  return latencyOf(place, first, BAD_KEY);
}

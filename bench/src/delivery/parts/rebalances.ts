import { sleep } from '@mao/service-kit';
import { seededRandom } from '../../load/seeded-random.ts';
import { spreadOf, spreadText } from '../../load/spread.ts';
import { inRounds, nonZero, type Part, scaled, total } from '../part.ts';
import { NUMBERED } from '../stage/events.ts';
import type { Place } from '../stage/place.ts';
import { judgeEffects } from '../stage/read.ts';
import type { Stage } from '../stage/stage.ts';
import { writeAll } from '../stage/write.ts';
import { createMembers, nextStep } from './members.ts';
import { countRebalances } from './rebalance-count.ts';

const MEMBERS = 3;
const MESSAGES = 100_000;
/** Fewer are read before the first change. */
const LEAST_MESSAGES = 20_000;
const KEYS = 500;
const GROUP = 'rebalances';
/** So that chunks take a while, and members find the time to come and go. */
const HANDLER_SECONDS = 0.001;
const LOOK_MS = 50;

/** M15: members join and leave while a topic is read from its beginning: batches are in hand whenever partitions move. */
export const rebalances: Part = {
  id: 'M15',
  what: `${MEMBERS} members join and leave at random`,
  async run(stage, { share, rounds, seed }) {
    const messages = scaled(MESSAGES, share, LEAST_MESSAGES);
    const results = await inRounds(rounds, (round) => oneRound(stage, messages, seed + round));
    const sums = {
      lost: total(results, ({ lost }) => lost),
      doubleEffects: total(results, ({ doubleEffects }) => doubleEffects),
      orderViolations: total(results, ({ orderViolations }) => orderViolations),
      gaps: total(results, ({ gaps }) => gaps),
      unheardOf: total(results, ({ unheardOf }) => unheardOf),
      deadLetters: total(results, ({ deadLetters }) => deadLetters),
    };
    const speeds = results.map(({ perSecond }) => perSecond);
    const moved = results.map((round) => round.rebalances);
    const changes = total(results, ({ joined, left, killed }) => joined + left + killed);
    return {
      figures: {
        seed,
        messages,
        keys: KEYS,
        handlerSeconds: HANDLER_SECONDS,
        perSecond: spreadOf(speeds),
        rebalances: spreadOf(moved),
        rounds: results,
      },
      lines: [
        `${rounds} x ${messages} messages, ${changes} joins and leaves (${total(results, ({ killed }) => killed)} of them kills), ${spreadText(moved)} rebalances a round, seed ${seed}`,
        `${sums.lost} lost, ${sums.doubleEffects} double effects, ${sums.orderViolations} out of order; ${spreadText(speeds)} messages/s with handlers of ${HANDLER_SECONDS * 1_000} ms`,
      ],
      misses: [...nonZero(sums), ...(Math.min(...moved) < 2 ? ['a round without a rebalance'] : [])],
    };
  },
};

async function oneRound(stage: Stage, messages: number, seed: number) {
  return stage.at(async (place) => {
    await publishAll(place, messages);
    const members = createMembers(MEMBERS, () => place.start({ GROUP, HANDLER_SECONDS: String(HANDLER_SECONDS) }));
    const done = new AbortController();
    const counting = countRebalances(place.broker, GROUP, done.signal);
    members.join(0);
    await members.ready();
    const startedAt = performance.now();
    const churning = churn(members, seed, done.signal);
    while (!(await place.broker.hasReadAll(GROUP, NUMBERED))) await sleep(LOOK_MS);
    const seconds = (performance.now() - startedAt) / 1_000;
    done.abort();
    const changes = await churning;
    const counted = await counting;
    await members.leaveAll();
    return { seed, perSecond: messages / seconds, seconds, rebalances: counted, ...changes, ...(await judgeEffects(place)) };
  });
}

async function publishAll(place: Place, messages: number): Promise<void> {
  const relay = place.start();
  await relay.ready();
  await writeAll(place, { writers: 4, keys: KEYS, count: messages, perTransaction: 100 });
  await place.outboxIsEmpty();
  await relay.stop();
}

/** Goes on until the signal. @returns how many came and went */
async function churn(members: ReturnType<typeof createMembers>, seed: number, signal: AbortSignal) {
  const random = seededRandom(seed);
  const changes = { joined: 1, left: 0, killed: 0 };
  for (;;) {
    const step = nextStep(random, MEMBERS);
    await sleep(step.afterMs, signal);
    if (signal.aborted) return changes;
    const done = members.change(step);
    if (done !== undefined) changes[done] += 1;
  }
}

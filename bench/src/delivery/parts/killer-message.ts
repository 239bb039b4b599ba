import { waitFor } from '@mao/service-kit/testing';
import { spreadOf, spreadText } from '../../load/spread.ts';
import { inRounds, type Part, scaled } from '../part.ts';
import { NUMBERED, numbered } from '../stage/events.ts';
import { recordsOf } from '../stage/read.ts';
import type { ServiceProcess } from '../stage/service-process.ts';
import type { Stage } from '../stage/stage.ts';
import { commit, writeAll } from '../stage/write.ts';

const GROUP = 'killer';
const KILLER = 'key-that-kills';
const OTHERS = 1_000;
const LEAST_OTHERS = 200;
/** Starts without a finish after which a message is given up. */
const STARTS_ALLOWED = 3;
/** Before those, one death shows that it is in a chunk, and one more in which ten messages of it. */
const DEATHS_ALLOWED = STARTS_ALLOWED + 2;
const PATIENCE = { timeoutMs: 240_000, everyMs: 50 };

/** M14: a message whose handler calls process.abort(), amid others, in a service that is started again whenever it dies. */
export const killerMessage: Part = {
  id: 'M14',
  what: 'a message whose handler calls process.abort()',
  async run(stage, { share, rounds }) {
    const others = scaled(OTHERS, share, LEAST_OTHERS);
    const results = await inRounds(rounds, () => oneRound(stage, others));
    const [throughs, deads] = [results.map((round) => round.secondsUntilOthers), results.map((round) => round.secondsUntilDead)];
    const attempts = results.map((round) => round.startsCounted);
    const deaths = results.map((round) => round.deaths);
    return {
      figures: { others, secondsUntilOthers: spreadOf(throughs), secondsUntilDead: spreadOf(deads), rounds: results },
      lines: [
        `starts counted against the message: ${spreadText(attempts)}; deaths of the process: ${spreadText(deaths)}`,
        `dead-lettered after ${spreadText(deads)} s; the ${others} others through after ${spreadText(throughs)} s; up at the end: ${results.filter((round) => round.isUp).length} of ${rounds}`,
      ],
      misses: results.flatMap(missesOf),
    };
  },
};

type Round = Awaited<ReturnType<typeof oneRound>>;

function missesOf({ startsCounted, deaths, errorClass, isUp, othersDone, others }: Round): readonly string[] {
  return [
    ...(startsCounted === STARTS_ALLOWED ? [] : [`${startsCounted} starts counted instead of ${STARTS_ALLOWED}`]),
    ...(deaths <= DEATHS_ALLOWED ? [] : [`the process died ${deaths} times, at most ${DEATHS_ALLOWED} are explained`]),
    ...(errorClass === 'ProcessKilled' ? [] : [`dead letter of class ${errorClass}`]),
    ...(isUp ? [] : ['the service is not up at the end']),
    ...(othersDone === others ? [] : [`${othersDone} effects of ${others} others`]),
  ];
}

async function oneRound(stage: Stage, others: number) {
  return stage.at(async (place) => {
    const relay = place.start();
    await relay.ready();
    const writing = { writers: 1, keys: 50, count: others / 2, perTransaction: 50 };
    await writeAll(place, writing);
    await commit(place, [numbered(KILLER, 0)]);
    await writeAll(place, writing);
    await place.outboxIsEmpty();

    const startedAt = performance.now();
    const secondsSoFar = () => (performance.now() - startedAt) / 1_000;
    const supervised = keepAlive(() => place.start({ GROUP, KILLER_KEY: KILLER }));
    const throughAt = waitFor('the others', async () => (await place.count('effects')) === others, PATIENCE).then(secondsSoFar);
    const deadAt = waitFor('the dead letter', async () => (await place.count('inbox where is_dead')) === 1, PATIENCE).then(
      secondsSoFar,
    );
    const [secondsUntilOthers, secondsUntilDead] = await Promise.all([throughAt, deadAt]);
    await waitFor('the topic to be read', () => place.broker.hasReadAll(GROUP, NUMBERED), PATIENCE);
    await place.outboxIsEmpty();
    const [letter] = await recordsOf(place, `${NUMBERED}.${GROUP}.dlq`);
    return {
      others,
      othersDone: await place.count('effects'),
      secondsUntilOthers,
      secondsUntilDead,
      startsCounted: Number(letter?.headers['x-dlq-attempts']),
      errorClass: String(letter?.headers['x-dlq-error-class']),
      deaths: supervised.deaths(),
      isUp: await isUp(supervised.current()),
    };
  });
}

/** Starts a process again whenever it dies, as every supervisor does. */
function keepAlive(start: () => ServiceProcess) {
  let [current, deaths] = [start(), 0];
  const follow = () =>
    void current.ended.then(({ code, signal }) => {
      if (code === 0 || signal === 'SIGKILL') return; // stopped, or its place was closed
      deaths += 1;
      current = start();
      follow();
    });
  follow();
  return { current: () => current, deaths: () => deaths };
}

/** Says that it is ready, and then stops as it should when asked to. */
async function isUp(service: ServiceProcess): Promise<boolean> {
  const address = await service.ready();
  await waitFor('a service that says it is ready', async () => (await fetch(`${address}/readyz`)).status === 200, PATIENCE);
  return (await service.stop()).code === 0;
}

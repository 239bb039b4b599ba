import type { PostgresHandle } from '@mao/local-stack';
import { sleep } from '@mao/service-kit';
import { waitFor } from '@mao/service-kit/testing';
import { seededRandom } from '../../load/seeded-random.ts';
import { spreadOf, spreadText } from '../../load/spread.ts';
import { perSlice, waitsForFirst } from '../judge/timeline.ts';
import { nonZero, type Part, scaled } from '../part.ts';
import { NUMBERED } from '../stage/events.ts';
import type { Place } from '../stage/place.ts';
import { judgeEffects } from '../stage/read.ts';
import { writeFor } from '../stage/write.ts';

const SECONDS = 300;
const LEAST_SECONDS = 25;
const PAUSE_MS = { least: 5_000, most: 10_000 };
const LOAD = { perSecond: 300, keys: 50 };
/** A rate needs several runs; these are slices of the one run. */
const SLICES = 5;
const GROUP = 'restarts';
const PATIENCE = { timeoutMs: 120_000, everyMs: 100 };

const COMMITTED_AT = `select extract(epoch from pg_xact_commit_timestamp(xmin))::float8 * 1000 as at from effects order by 1`;

/** M17: PostgreSQL is stopped at once (as by `pg_ctl stop -m immediate`) and started again, under load from end to end. */
export const databaseRestarts: Part = {
  id: 'M17',
  what: `PostgreSQL stopped at once and started again every ${PAUSE_MS.least / 1_000} to ${PAUSE_MS.most / 1_000} s`,
  async run(stage, { share, seed }) {
    const seconds = scaled(SECONDS, share, LEAST_SECONDS);
    return stage.at(async (place) => {
      const services = [place.start(), place.start({ GROUP })];
      await Promise.all(services.map((service) => service.ready()));
      const startedAtMs = Date.now();
      const done = new AbortController();
      const restarting = restartNowAndThen(stage.postgres, seed, done.signal);
      const load = await writeFor(seconds, place, LOAD);
      done.abort();
      const restarts = await restarting;
      const drainedSeconds = await drained(place);
      const { events, ...counts } = await judgeEffects(place);
      const handledAt = (await place.sql<{ at: number }>(COMMITTED_AT)).map(({ at }) => at);
      const rates = perSlice(handledAt, { startedAtMs, endedAtMs: startedAtMs + seconds * 1_000, slices: SLICES });
      const waits = waitsForFirst(
        handledAt,
        restarts.map(({ backAtMs }) => backAtMs),
      ).map((ms) => ms / 1_000);
      const away = restarts.map(({ downAtMs, backAtMs }) => (backAtMs - downAtMs) / 1_000);
      const survivors = services.filter((service) => service.isRunning()).length;
      return {
        figures: {
          seed,
          seconds,
          ...LOAD,
          ...load,
          events,
          ...counts,
          restarts: restarts.length,
          drainedSeconds,
          secondsAway: spreadOf(away),
          secondsUntilFirstEffect: spreadOf(waits),
          effectsPerSecond: spreadOf(rates),
          rates,
        },
        lines: [
          `${restarts.length} restarts in ${seconds} s (away for ${spreadText(away)} s each), seed ${seed}; ${events} events committed, ${load.failed} writes failed`,
          `${counts.lost} lost, ${counts.doubleEffects} double effects, ${counts.orderViolations} out of order, ${counts.deadLetters} dead letters`,
          `${spreadText(rates)} effects/s of ${LOAD.perSecond}/s offered; first effect ${spreadText(waits)} s after a return; all done ${drainedSeconds.toFixed(1)} s after the load`,
        ],
        misses: [
          ...nonZero(counts),
          ...(restarts.length === 0 ? ['no restart'] : []),
          ...(survivors === services.length ? [] : [`${services.length - survivors} services ended`]),
        ],
      };
    });
  },
};

async function drained(place: Place): Promise<number> {
  const startedAt = performance.now();
  await place.outboxIsEmpty(PATIENCE.timeoutMs);
  await waitFor('the topic to be read', () => place.broker.hasReadAll(GROUP, NUMBERED), PATIENCE);
  await waitFor('the parked to be through', async () => (await place.count('parked_messages')) === 0, PATIENCE);
  return (performance.now() - startedAt) / 1_000;
}

interface Restart {
  readonly downAtMs: number;
  readonly backAtMs: number;
}

/** Until the signal; the database is up when it returns. */
async function restartNowAndThen(postgres: PostgresHandle, seed: number, signal: AbortSignal): Promise<readonly Restart[]> {
  const random = seededRandom(seed);
  const restarts: Restart[] = [];
  for (;;) {
    await sleep(PAUSE_MS.least + random() * (PAUSE_MS.most - PAUSE_MS.least), signal);
    if (signal.aborted) return restarts;
    const downAtMs = Date.now();
    await stopAtOnce(postgres);
    await postgres.start();
    restarts.push({ downAtMs, backAtMs: Date.now() });
  }
}

/** SIGQUIT is what `pg_ctl stop -m immediate` sends: no checkpoint, sessions are cut, recovery at the next start. */
async function stopAtOnce({ pid }: PostgresHandle): Promise<void> {
  if (pid === undefined) throw new Error('PostgreSQL is not a process of ours.');
  process.kill(pid, 'SIGQUIT');
  await waitFor('PostgreSQL to be gone', () => !exists(pid), { timeoutMs: 30_000, everyMs: 10 });
}

function exists(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

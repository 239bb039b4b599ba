import { spreadText } from '../load/spread.ts';
import { median } from '../load/statistics.ts';
import { machineFacts } from '../machine/facts.ts';
import { writeResults } from '../orchestrate/results.ts';
import { UsageError } from '../usage-error.ts';
import { compareWithBaseline, storeBaseline } from './compare.ts';
import { brokerOutage, commitToHandler, followArrivals, outboxToKafka } from './measure.ts';
import { kafkaToHandler } from './read-through.ts';
import { type MessagingRig, openRig } from './rig.ts';

export const MESSAGING_USAGE = `messaging      outbox to Kafka, Kafka to handler, the time between commit and handler, and a broker that is away for a minute
  --compare       only: both speeds beside a bare floor, small, and 1 as exit code when a ratio is below 80 % of bench/baseline.json
  --store         only: write bench/baseline.json anew`;

const ROUNDS = 5;
const EVENTS = 30_000;
const WARM_UP = 3_000;
const STEADY = { perSecond: 500, seconds: 5 };
const OUTAGE = { perSecond: 1_000, seconds: 60 };

// M5 and M7 of the messaging requirements.
const SENT_PER_SECOND = 8_000;
const P99_MS = 100;
const DRAINED_PER_SECOND = 5_000;
const RSS_GROWTH_MIB = 100;

interface Work {
  readonly run: (rig: MessagingRig) => Promise<boolean>;
  /** The whole scenario kills the broker and is about absolute figures; ratios can be had wherever the tests run. */
  readonly sources: readonly ('docker' | 'embedded')[];
}

const WORK: Readonly<Record<string, Work>> = {
  '': { run: measure, sources: ['embedded'] },
  '--compare': { run: compareWithBaseline, sources: ['docker', 'embedded'] },
  '--store': { run: storeBaseline, sources: ['embedded'] },
};

/** @returns whether everything stayed within what is asked for */
export async function messaging(args: readonly string[]): Promise<boolean> {
  const work = WORK[args.join(' ')];
  if (work === undefined) throw new UsageError('messaging takes --compare or --store or nothing.');
  console.log('Starting PostgreSQL and Kafka …');
  const rig = await openRig(work.sources);
  try {
    return await work.run(rig);
  } finally {
    await rig.stop();
  }
}

async function measure(rig: MessagingRig): Promise<boolean> {
  let written = 0;
  const numbers = (count: number): number => {
    written += count;
    return written - count;
  };
  await outboxToKafka(rig, numbers(WARM_UP), WARM_UP);
  const sent = await repeat(() => outboxToKafka(rig, numbers(EVENTS), EVENTS));
  const handled = await repeat(() => kafkaToHandler(rig, written));
  const arrivals = await followArrivals(rig);
  const perRound = STEADY.perSecond * STEADY.seconds;
  await commitToHandler(rig, arrivals, { ...STEADY, first: numbers(perRound) });
  const latencies = await repeat(() => commitToHandler(rig, arrivals, { ...STEADY, first: numbers(perRound) }));
  const perOutage = OUTAGE.perSecond * OUTAGE.seconds;
  const outages = await repeat(() => brokerOutage(rig, { ...OUTAGE, first: numbers(perOutage) }));
  const drained = outages.map(({ drainedPerSecond }) => drainedPerSecond);
  const growths = outages.map(({ rssGrowthMiB }) => rssGrowthMiB);
  const p99s = latencies.map(({ p99Ms }) => p99Ms);
  console.log(`outbox to Kafka: ${spreadText(sent)} events/s (asked for: ${SENT_PER_SECOND})`);
  console.log(`Kafka to handler: ${spreadText(handled)} events/s`);
  console.log(
    `commit to handler at ${STEADY.perSecond}/s: p50 ${spreadText(latencies.map(({ p50Ms }) => p50Ms))} ms, p99 ${spreadText(p99s)} ms (asked for: ${P99_MS})`,
  );
  console.log(
    `broker away for ${OUTAGE.seconds} s: backlog ${spreadText(outages.map(({ backlog }) => backlog))}, memory +${spreadText(growths)} MiB (asked for: below ${RSS_GROWTH_MIB}), first event ${spreadText(outages.map(({ secondsUntilFirst }) => secondsUntilFirst))} s after its return, then ${spreadText(drained)}/s (asked for: ${DRAINED_PER_SECOND})`,
  );
  const machine = await machineFacts(rig.postgresUrl);
  console.log(
    `Raw results: ${writeResults('messaging', undefined, { machine, events: EVENTS, sent, handled, latencies, outages })}`,
  );
  const isOutageFine = median(drained) >= DRAINED_PER_SECOND && Math.max(...growths) < RSS_GROWTH_MIB;
  return median(sent) >= SENT_PER_SECOND && median(p99s) <= P99_MS && isOutageFine;
}

async function repeat<T>(measureOnce: () => Promise<T>): Promise<T[]> {
  const results: T[] = [];
  for (let round = 0; round < ROUNDS; round += 1) results.push(await measureOnce());
  return results;
}

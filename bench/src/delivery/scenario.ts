import { machineFacts } from '../machine/facts.ts';
import { writeResults } from '../orchestrate/results.ts';
import { type DeliveryOptions, readDeliveryOptions } from './options.ts';
import type { Part, PartResult } from './part.ts';
import { copies } from './parts/copies.ts';
import { databaseRestarts } from './parts/database-restarts.ts';
import { killedRelays } from './parts/killed-relays.ts';
import { killerMessage } from './parts/killer-message.ts';
import { metrics } from './parts/metrics.ts';
import { parkedKey } from './parts/parked-key.ts';
import { rebalances } from './parts/rebalances.ts';
import { openStage, type Stage } from './stage/stage.ts';

// The database's last: its restarts leave no cache as it was.
const PARTS: readonly Part[] = [killedRelays, copies, killerMessage, rebalances, parkedKey, metrics, databaseRestarts];

/** @returns whether every invariant held and every stated limit was kept */
export async function delivery(args: readonly string[], signal: AbortSignal): Promise<boolean> {
  const options = readDeliveryOptions(args, PARTS);
  const { share, rounds, seed } = options;
  console.log(`Seed ${seed}, ${share} of the full size, ${rounds} rounds. Starting PostgreSQL and Kafka …`);
  const stage = await openStage();
  try {
    return await Promise.race([measure(stage, options), interrupted(signal)]);
  } finally {
    await stage.stop();
    // Nothing that is being measured listens to the signal, and its waits would go on for minutes.
    if (signal.aborted) process.exit(1);
  }
}

function interrupted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true }));
}

async function measure(stage: Stage, options: DeliveryOptions): Promise<boolean> {
  const { share, rounds, seed } = options;
  const machine = await machineFacts(stage.postgres.url);
  const results: Record<string, PartResult> = {};
  for (const part of options.parts) {
    console.log(`\n${part.id}: ${part.what}`);
    const result = await part.run(stage, options);
    for (const line of result.lines) console.log(`  ${line}`);
    for (const miss of result.misses) console.log(`  ✗ ${miss}`);
    results[part.id] = result;
  }
  const parts = Object.fromEntries(
    Object.entries(results).map(([id, { figures, misses }]) => [id, { misses, ...figures }] as const),
  );
  console.log(`\nRaw results: ${writeResults('delivery', options.output, { machine, share, rounds, seed, parts })}`);
  return Object.values(results).every(({ misses }) => misses.length === 0);
}

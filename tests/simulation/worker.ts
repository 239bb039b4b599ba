import { writeFileSync } from 'node:fs';
// First: it stands in for time, chance and connections before anything looks them up.
import { inWorld } from './active-world.ts';
import type { News, Report, Task } from './messages.ts';
import { createDatabases, type Databases } from './postgres/databases.ts';
import { SERVICE_NAMES } from './services/start-service.ts';
import { createProcess } from './services/virtual-process.ts';
import { simulate } from './simulate.ts';
import { createWorld } from './world.ts';

// One process of the simulation: lives through the seeds it is told, one after the other, on databases of its own.
// Arguments: the URL of a PostgreSQL server, and a prefix for the names of databases.

/** Long enough for every service to have migrated its database. */
const BOOT_MS = 10_000;
const BEFORE_ALL_SEEDS = -1;

const [url = '', prefix = ''] = process.argv.slice(2);
const databases = await createDatabases(url, prefix, SERVICE_NAMES);
await migrate(databases);
process.on('message', (task: Task) => void work(task));
process.on('disconnect', () => void databases.drop());
tell({ type: 'ready' });

async function work(task: Task): Promise<void> {
  tell({ type: 'report', report: await report(task) });
}

async function report({ seed, traceFile }: Task): Promise<Report> {
  const lines: string[] = [];
  try {
    await databases.reset();
    return await simulate(seed, databases.connections, traceFile === undefined ? undefined : (line) => void lines.push(line));
  } catch (error) {
    return { seed, error: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  } finally {
    if (traceFile !== undefined) writeFileSync(traceFile, lines.join('\n'));
  }
}

/** The services themselves bring their tables up to date, as they always do. */
async function migrate({ connections, keep }: Databases): Promise<void> {
  const world = createWorld(BEFORE_ALL_SEEDS, connections);
  await inWorld(world, async () => {
    for (const service of SERVICE_NAMES) createProcess(world, { name: service, service, keepsSeat: false }).start();
    const bootedAt = world.kernel.nowMs() + BOOT_MS;
    await world.kernel.run(() => world.kernel.nowMs() >= bootedAt);
  });
  if (world.panics.length > 0) throw new Error(world.panics.join('\n'));
  await keep();
}

function tell(news: News): void {
  process.send?.(news);
}

import { setTimeout as delay } from 'node:timers/promises';
import { pick } from '../random.ts';
import { compare } from './compare.ts';
import { orchestrate } from './orchestrate.ts';
import { publishClip } from './publish-clip.ts';
import type { World } from './world.ts';

export interface LoadSize {
  readonly runs: number;
  readonly contests: number;
  readonly clips: number;
  /** Everything is begun within this time, evenly spread. */
  readonly overMs: number;
}

/** So many errands of a kind under way at most: a client that is never answered must not pile up work without end. */
const MOST_AT_ONCE = 600;

/** Begins all errands and settles when all are over, or when the callers were told to give up. */
export async function putLoad(world: World, size: LoadSize, signal: AbortSignal): Promise<void> {
  const share = { overMs: size.overMs, signal };
  await Promise.all([
    spread({ ...share, count: size.runs }, (index) => orchestrate(world, index)),
    spread({ ...share, count: size.contests }, (index) => compare(world, index)),
    spread({ ...share, count: size.clips }, (index) => clipEvent(world, index)),
  ]);
}

async function clipEvent(world: World, index: number): Promise<void> {
  const account = pick(world.random, world.accounts);
  const clip = await publishClip(world, account, `clip ${index}`);
  if (clip !== undefined) account.clips.push(clip);
}

async function spread(
  { count, overMs, signal }: { count: number; overMs: number; signal: AbortSignal },
  begin: (index: number) => Promise<void>,
): Promise<void> {
  const startedAt = performance.now();
  const underWay = new Set<Promise<void>>();
  for (let index = 0; index < count && !signal.aborted; index += 1) {
    const waitMs = startedAt + (index * overMs) / count - performance.now();
    if (waitMs > 0) await delay(waitMs, undefined, { signal }).catch(() => undefined);
    while (underWay.size >= MOST_AT_ONCE) await Promise.race(underWay);
    const errand = begin(index).finally(() => underWay.delete(errand));
    underWay.add(errand);
  }
  await Promise.all(underWay);
}

import type { StoredObject } from '../store/stored-object.ts';
import type { World } from '../world.ts';

const CONTAINER_LIFE_MS = 24 * 3_600_000;

/** What an uploaded video's `status` says: processing for a while, then ready. */
export function videoStatus(world: World, video: StoredObject): { video_status: 'processing' | 'ready' } {
  return { video_status: isProcessed(world, video) ? 'ready' : 'processing' };
}

/** The states of an Instagram media container. */
export function containerStatus(world: World, container: StoredObject): 'IN_PROGRESS' | 'FINISHED' | 'PUBLISHED' | 'EXPIRED' {
  if (container.values['published_id'] !== undefined) return 'PUBLISHED';
  if (world.clock.nowMs() >= container.createdAtMs + CONTAINER_LIFE_MS) return 'EXPIRED';
  return isProcessed(world, container) ? 'FINISHED' : 'IN_PROGRESS';
}

function isProcessed(world: World, object: StoredObject): boolean {
  return world.clock.nowMs() >= object.createdAtMs + world.settings.processingMs;
}

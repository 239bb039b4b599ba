import { numberValue, type StoredObject, textValue } from '../store/stored-object.ts';
import type { World } from '../world.ts';

const CONTAINER_LIFE_MS = 24 * 3_600_000;

type VideoStatus = 'processing' | 'ready' | 'error';

/** What an uploaded video's `status` says: processing for a while, then ready. */
export function videoStatus(world: World, video: StoredObject): { video_status: VideoStatus } {
  if (video.values['upload_cancelled'] === true) return { video_status: 'error' };
  if (numberValue(video, 'upload_size') !== null) return { video_status: 'processing' };
  const words = { running: 'processing', ready: 'ready', error: 'error' } as const;
  return { video_status: words[processing(world, video)] };
}

type ContainerStatus = 'IN_PROGRESS' | 'FINISHED' | 'PUBLISHED' | 'EXPIRED' | 'ERROR';

/** The states of an Instagram media container. */
export function containerStatus(world: World, container: StoredObject): ContainerStatus {
  if (container.values['published_id'] !== undefined) return 'PUBLISHED';
  if (world.clock.nowMs() >= container.createdAtMs + CONTAINER_LIFE_MS) return 'EXPIRED';
  const words = { running: 'IN_PROGRESS', ready: 'FINISHED', error: 'ERROR' } as const;
  return words[processing(world, container)];
}

function processing(world: World, object: StoredObject): 'running' | 'ready' | 'error' {
  const outcome = textValue(object, 'processing_outcome');
  if (outcome === 'ready' || outcome === 'error') return outcome;
  const startedMs = numberValue(object, 'upload_finished_ms') ?? object.createdAtMs;
  const isOver = world.clock.nowMs() >= startedMs + world.settings.processingMs;
  return isOver && outcome !== 'stuck' ? 'ready' : 'running';
}

import { z } from 'zod';
import { REVIEW_OUTCOMES } from '../review.ts';
import { setReview } from '../set-review.ts';
import type { Level, StoredObject } from '../store/stored-object.ts';
import type { World } from '../world.ts';
import { ControlError } from './control-error.ts';
import type { ControlRequest, ControlRoute } from './control-route.ts';

const issue = z.strictObject({
  error_code: z.int(),
  error_message: z.string(),
  error_summary: z.string(),
  error_type: z.enum(['HARD_ERROR', 'SOFT_ERROR']),
  level: z.enum(['CAMPAIGN', 'AD_SET', 'AD', 'CREATIVE']),
});

const reviewSpec = z.strictObject({
  outcome: z.enum(REVIEW_OUTCOMES),
  seconds: z.number().positive().optional(),
  after_seconds: z.number().min(0).optional(),
  issues: z.array(issue).optional(),
});

const processingSpec = z.strictObject({ outcome: z.enum(['ready', 'error', 'stuck']) });

/** How Meta's own work on an object goes: review and processing. */
export const SCRIPT_ROUTES: readonly ControlRoute[] = [
  { method: 'PUT', path: /^ads\/([^/]+)\/review$/, handle: (request) => putReview(request, 'ad') },
  { method: 'PUT', path: /^adsets\/([^/]+)\/review$/, handle: (request) => putReview(request, 'adset') },
  { method: 'PUT', path: /^campaigns\/([^/]+)\/review$/, handle: (request) => putReview(request, 'campaign') },
  { method: 'PUT', path: /^videos\/([^/]+)\/processing$/, handle: (request) => putProcessing(request, 'video') },
  { method: 'PUT', path: /^media\/([^/]+)\/processing$/, handle: (request) => putProcessing(request, 'media') },
];

// Review states exist only on ads.
const WITHOUT_REVIEW: ReadonlySet<string> = new Set(['approved', 'in_process', 'with_issues']);

function putReview({ world, body, id }: ControlRequest, level: Level): unknown {
  const object = objectOf(world, id, level);
  const script = reviewSpec.parse(body);
  if (level !== 'ad' && !WITHOUT_REVIEW.has(script.outcome)) {
    throw new ControlError(400, `only ads are reviewed: ${level} takes ${[...WITHOUT_REVIEW].join(', ')}`);
  }
  setReview(world, object, script);
  return { id: object.id, ...script };
}

function putProcessing({ world, body, id }: ControlRequest, level: Level): unknown {
  const object = objectOf(world, id, level);
  const { outcome } = processingSpec.parse(body);
  object.values = { ...object.values, processing_outcome: outcome };
  world.store.changed(object);
  return { id: object.id, outcome };
}

function objectOf(world: World, id: string, level: Level): StoredObject {
  const object = world.store.get(id);
  if (object?.level !== level) throw new ControlError(404, `no ${level} ${id}`);
  return object;
}

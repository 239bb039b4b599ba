import { defaultIssues, type ReviewIssue, type ReviewOutcome } from './review.ts';
import type { StoredObject } from './store/stored-object.ts';
import { publishReview } from './webhooks/graph-events.ts';
import type { World } from './world.ts';

interface ReviewScript {
  readonly outcome: ReviewOutcome;
  /** How long it holds, in virtual time; without it until the next script. */
  readonly seconds?: number | undefined;
  /** Virtual seconds from now until it begins. */
  readonly after_seconds?: number | undefined;
  readonly issues?: readonly ReviewIssue[] | undefined;
}

/** Scripts how Meta's review or processing of the object goes, and tells whoever subscribed. */
export function setReview(world: World, object: StoredObject, script: ReviewScript): void {
  const atMs = world.clock.nowMs() + (script.after_seconds ?? 0) * 1000;
  const untilMs = script.seconds === undefined ? null : atMs + script.seconds * 1000;
  const issues = script.issues ?? defaultIssues(object, script.outcome);
  const review = { atMs, untilMs, outcome: script.outcome, issues };
  object.reviews = [...(object.reviews ?? []), review].sort((one, other) => one.atMs - other.atMs);
  world.store.changed(object);
  publishReview(world, object, review);
}

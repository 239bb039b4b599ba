import { afterEach, describe, expect, it } from '@jest/globals';
import type { FaultPoint } from '@mao/saga';
import { openPublishRig, type PublishRig } from './testing/publish-rig.ts';

let rig: PublishRig;
afterEach(() => rig.close());

let hasCrashed = false;

/** Loses the worker once, the `nth` time it comes by `where`. */
function crashAt(where: FaultPoint, nth: number) {
  let seen = 0;
  hasCrashed = false;
  return (point: FaultPoint): void => {
    if (point !== where) return;
    seen += 1;
    if (seen !== nth) return;
    hasCrashed = true;
    throw new Error('crash');
  };
}

// limit, container, ready (once, the fake needs no time), new_container, new_ready, publish, permalink
const STEPS = [1, 2, 3, 6, 7];

describe('a worker that is lost', () => {
  it.each(STEPS.flatMap((nth) => (['saga:before-effect', 'saga:after-effect'] as const).map((where) => [where, nth] as const)))(
    'at %s of call %i leaves one post and one success',
    async (where, nth) => {
      rig = await openPublishRig({ faultPoint: crashAt(where, nth), processingMs: 0 });
      await rig.prepare();
      await rig.ask();
      await rig.becomes('success');
      expect(hasCrashed).toBe(true);
      expect(await rig.requests('POST', '/media_publish')).toBe(1);
      expect(await rig.publishedCount()).toBe(1);
      expect(await rig.written('PublishSucceeded')).toHaveLength(1);
      expect(await rig.written('PublishFailed')).toEqual([]);
    },
  );
});

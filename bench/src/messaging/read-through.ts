import type { MessagingRig } from './rig.ts';

/** Events a second from joining a group until the last event of the topic has taken its (empty) effect. */
export async function kafkaToHandler(rig: MessagingRig, count: number): Promise<number> {
  const { startedAt, lastAt } = await readThrough(rig, count);
  return (count / (lastAt - startedAt)) * 1_000;
}

/** The same from the first event on: without the joining, whose time has nothing to do with the number of events. */
export async function handlingRate(rig: MessagingRig, count: number): Promise<number> {
  const { firstAt, lastAt } = await readThrough(rig, count);
  return (count / (lastAt - firstAt)) * 1_000;
}

async function readThrough(rig: MessagingRig, count: number) {
  const startedAt = performance.now();
  let [firstAt, handled] = [0, 0];
  const { promise: done, resolve } = Promise.withResolvers<void>();
  const reader = await rig.startReader({
    Measured: async () => {
      firstAt ||= performance.now();
      handled += 1;
      if (handled === count) resolve();
    },
  });
  await done;
  const lastAt = performance.now();
  await reader.stop();
  return { startedAt, firstAt, lastAt };
}

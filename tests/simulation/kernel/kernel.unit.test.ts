import { describe, expect, test } from '@jest/globals';
import { createKernel, type Kernel } from './kernel.ts';
import { createParty, kill, type Party } from './party.ts';

const fail = (error: unknown): never => {
  throw error;
};

/** What happens, as party and name. */
function stage(seed = 1): {
  kernel: Kernel;
  log: string[];
  a: Party;
  b: Party;
  plan: (party: Party, ms: number, name: string) => void;
} {
  const kernel = createKernel(seed);
  const log: string[] = [];
  const a = createParty('a', fail);
  const b = createParty('b', fail);
  const plan = (party: Party, ms: number, name: string): void =>
    void kernel.afterAt(party, ms, name, () => void log.push(`${party.name} ${name}`));
  return { kernel, log, a, b, plan };
}

describe('kernel', () => {
  test('things happen by their time, and those of one time in the order in which they were planned', async () => {
    const { kernel, log, a, b, plan } = stage();
    plan(a, 5, 'late');
    plan(b, 1, 'first');
    plan(a, 1, 'second');
    await kernel.run(() => log.length === 3);
    expect(log).toEqual(['b first', 'a second', 'a late']);
  });

  test('time passes only as things happen', async () => {
    const { kernel, log, a, plan } = stage();
    const startedAt = kernel.nowMs();
    plan(a, 3_600_000, 'in an hour');
    await kernel.run(() => log.length === 1);
    expect(kernel.nowMs() - startedAt).toBe(3_600_000);
  });

  test('what follows by itself ends before the next thing happens', async () => {
    const { kernel, log, a, plan } = stage();
    kernel.afterAt(a, 1, 'begins', () => {
      void Promise.resolve()
        .then(() => new Promise((resolve) => process.nextTick(resolve)))
        .then(() => log.push('a follows'));
    });
    plan(a, 1, 'next');
    await kernel.run(() => log.length === 2);
    expect(log).toEqual(['a follows', 'a next']);
  });

  test('of the dead nothing happens any more', async () => {
    const { kernel, log, a, b, plan } = stage();
    plan(a, 1, 'never');
    plan(b, 2, 'lives');
    const told: string[] = [];
    a.onDeath.add(() => told.push('dead'));
    kill(a);
    await kernel.run(() => log.length === 1);
    expect(log).toEqual(['b lives']);
    expect(told).toEqual(['dead']);
  });

  test('what is due for a frozen party waits for its thaw, in its order', async () => {
    const { kernel, log, a, b, plan } = stage();
    a.isFrozen = true;
    plan(a, 1, 'one');
    plan(a, 2, 'two');
    plan(b, 3, 'meanwhile');
    kernel.afterAt(b, 4, 'thaw', () => kernel.thaw(a));
    await kernel.run(() => log.length === 3);
    expect(log).toEqual(['b meanwhile', 'a one', 'a two']);
  });

  test('the same seed gives the same digest, another history another one', async () => {
    const digestOf = async (seed: number, ms: number): Promise<string> => {
      const { kernel, log, a, plan } = stage(seed);
      plan(a, ms + kernel.chance('x')(), 'only');
      await kernel.run(() => log.length === 1);
      return kernel.digest();
    };
    expect(await digestOf(7, 1)).toBe(await digestOf(7, 1));
    expect(await digestOf(7, 2)).not.toBe(await digestOf(7, 1));
    expect(await digestOf(8, 1)).not.toBe(await digestOf(7, 1));
  });

  test('a world in which nothing is left to happen is a failure, not an end', async () => {
    const { kernel } = stage();
    await expect(kernel.run(() => false)).rejects.toThrow('the world stands still');
  });

  test('an error that nobody caught is told to its party; a failure of the world ends it', async () => {
    const { kernel } = stage();
    const caught: unknown[] = [];
    const party = createParty('c', (error) => caught.push(error));
    kernel.afterAt(party, 1, 'throws', () => fail('a bug'));
    kernel.afterAt(party, 2, 'fails', () => kernel.fail(new Error('the world is broken')));
    await expect(kernel.run(() => false)).rejects.toThrow('the world is broken');
    expect(caught).toEqual(['a bug']);
  });
});

import { expect, test } from '@jest/globals';
import { createCleanup } from './cleanup.ts';

test('steps run backwards and once, and a failing one does not keep the others from running', async () => {
  const ran: string[] = [];
  const failures: unknown[] = [];
  const cleanup = createCleanup((error) => failures.push(error));
  cleanup.add(() => ran.push('postgres'));
  cleanup.add(() => Promise.reject(new Error('kafka is gone')));
  cleanup.add(async () => ran.push('services'));
  await Promise.all([cleanup.run(), cleanup.run()]);
  await cleanup.run();
  expect(ran).toEqual(['services', 'postgres']);
  expect(failures).toEqual([new Error('kafka is gone')]);
});

import { randomUUID } from 'node:crypto';
import type { Account, World } from './world.ts';

/** One clip event; its title is found again in the caption of a post. */
export async function publishClip(world: World, account: Account, title: string): Promise<string | undefined> {
  const body = {
    title,
    video_url: 'https://cdn.example.com/clips/a.mp4',
    thumbnail_url: 'https://cdn.example.com/clips/a.jpg',
    duration_ms: 15_000,
    social_account_id: account.id,
  };
  const answer = await world.caller.ask('clip', {
    key: randomUUID(),
    path: '/clips',
    body,
    value: { title, account_id: account.id },
    promised: ({ clip_id }) => ({ clip_id }),
  });
  if (answer === undefined) return undefined;
  world.tally.clips += 1;
  return String(answer.body['clip_id']);
}

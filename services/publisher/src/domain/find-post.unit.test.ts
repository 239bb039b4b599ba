import { describe, expect, it } from '@jest/globals';
import { findPost } from './find-post.ts';

const containerAt = new Date('2026-11-23T10:00:00Z');
const post = (id: string, timestamp: string, caption = 'Sale') => ({ id, caption, timestamp });
const find = (posts: Parameters<typeof findPost>[0], taken: string[] = []) =>
  findPost(posts, { caption: 'Sale', containerAt, takenIds: new Set(taken) });

describe('the post a container became', () => {
  it('is the oldest one with its caption since the container was made', () => {
    const posts = [
      post('3', '2026-11-23T12:00:00+0000'),
      post('2', '2026-11-23T10:01:00+0000'),
      post('1', '2026-11-23T09:00:00+0000'),
    ];
    expect(find(posts)).toBe('2');
  });

  it('is never the post of another publication', () => {
    const posts = [post('3', '2026-11-23T10:02:00+0000'), post('2', '2026-11-23T10:01:00+0000')];
    expect(find(posts, ['2'])).toBe('3');
  });

  it('is not one with another caption', () => {
    expect(find([post('2', '2026-11-23T10:01:00+0000', 'Other')])).toBeUndefined();
  });

  it('may be a little older by the clock of Meta, and have its caption trimmed', () => {
    expect(find([post('2', '2026-11-23T09:58:00+0000', 'Sale \n')])).toBe('2');
  });
});

import { INSTAGRAM_USER } from './sample-events.ts';

/** The part of the fake's control interface that these tests use. */
export interface FakeControl {
  control<T>(method: string, path: string, body?: object): Promise<T>;
  /** A fault on every request to the path, or on the next `times`. */
  fault(rule: { method: string; path: string; times?: number; nth?: number; action: object }): Promise<void>;
  /** Requests that reached the fake, as `POST /7/media_publish`. */
  requests(method: string, edge: string): Promise<number>;
  publishedCount(): Promise<number>;
  /** Other tools publish this many posts; the fake must not need time for their videos. */
  fillLimit(posts: number): Promise<void>;
}

async function post(url: string, body: object): Promise<string> {
  const headers = { 'content-type': 'application/json', authorization: 'Bearer other-tool' };
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
  const answer = (await response.json()) as { id?: string };
  if (answer.id === undefined) throw new Error(`${url}: ${JSON.stringify(answer)}`);
  return answer.id;
}

export function fakeControl(baseUrl: string): FakeControl {
  async function control<T>(method: string, path: string, body?: object): Promise<T> {
    const init = { method, headers: { 'content-type': 'application/json' }, ...(body && { body: JSON.stringify(body) }) };
    const response = await fetch(`${baseUrl}/__fake${path}`, init);
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return (response.status === 204 ? null : await response.json()) as T;
  }
  return {
    control,
    async fault(rule) {
      await control('POST', '/faults', rule);
    },
    async requests(method, edge) {
      const { data } = await control<{ data: { method: string; path: string }[] }>('GET', '/journal');
      return data.filter((entry) => entry.method === method && entry.path.endsWith(edge)).length;
    },
    async publishedCount() {
      return (await control<{ media_published: number }>('GET', '/summary')).media_published;
    },
    async fillLimit(posts) {
      const user = `${baseUrl}/v26.0/${INSTAGRAM_USER}`;
      for (let count = 0; count < posts; count += 1) {
        const container = { media_type: 'REELS', video_url: 'https://cdn.example.com/other.mp4' };
        await post(`${user}/media_publish`, { creation_id: await post(`${user}/media`, container) });
      }
    },
  };
}

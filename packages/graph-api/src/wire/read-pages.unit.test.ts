import { describe, expect, it } from '@jest/globals';
import type { GraphFields } from '../json.ts';
import { readPages } from './read-pages.ts';
import type { Transport, WireRequest } from './transport.ts';

const access = { adAccountId: '1', accessToken: 'token' };
const edge = { path: '/1/adsets', params: { fields: 'id', limit: 2 } };

/** Answers page after page, the last one for ever. */
function serving(pages: readonly GraphFields[]): { readonly transport: Transport; readonly asked: WireRequest[] } {
  const asked: WireRequest[] = [];
  const transport: Transport = {
    listMs: 60_000,
    listSize: 1_000_000,
    send: (_access, request) => {
      asked.push(request);
      return Promise.resolve({ ok: true, body: pages[Math.min(asked.length, pages.length) - 1] ?? {} });
    },
  };
  return { transport, asked };
}

const page = (ids: readonly string[], after: string, next?: string): GraphFields => ({
  data: ids.map((id) => ({ id })),
  paging: { cursors: { before: 'b', after }, ...(next !== undefined && { next }) },
});

describe('LC23 paging', () => {
  it('goes on while there is a next, with the cursor on our own path', async () => {
    const { transport, asked } = serving([
      page(['1', '2'], 'A', 'http://169.254.169.254/?after=Z&access_token=t'),
      page(['3'], 'B'),
    ]);
    expect(await readPages(transport, access, edge)).toEqual({ ok: true, value: [{ id: '1' }, { id: '2' }, { id: '3' }] });
    expect(asked).toEqual([
      { method: 'GET', path: '/1/adsets', params: { fields: 'id', limit: 2 } },
      { method: 'GET', path: '/1/adsets', params: { fields: 'id', limit: 2, after: 'A' }, lane: 'undo' },
    ]);
  });

  it('stops on the last page although it has cursors', async () => {
    const { transport, asked } = serving([page(['1'], 'A')]);
    await readPages(transport, access, edge);
    expect(asked).toHaveLength(1);
  });

  it('goes on after an empty page that has a next', async () => {
    const { transport } = serving([page([], 'A', 'https://x/'), page(['1'], 'B')]);
    expect(await readPages(transport, access, edge)).toEqual({ ok: true, value: [{ id: '1' }] });
  });

  it('takes the cursor out of next when there are no cursors', async () => {
    const { transport, asked } = serving([{ data: [], paging: { next: 'https://x/v26.0/1/adsets?after=Q' } }, page([], 'B')]);
    await readPages(transport, access, edge);
    expect(asked[1]?.params['after']).toBe('Q');
  });

  it.each<[string, GraphFields[]]>([
    ['go round in a circle', [page(['1'], 'A', 'n'), page(['2'], 'B', 'n'), page(['1'], 'A', 'n')]],
    ['next page without a cursor', [{ data: [], paging: { next: 'nonsense' } }]],
    ['no list', [{ id: '1' }]],
    ['carries no list', [{ data: ['1'] }]],
  ])('fails whole on %s', async (what, pages) => {
    const { transport } = serving(pages);
    expect(await readPages(transport, access, edge)).toMatchObject({
      ok: false,
      error: { class: 'TRANSIENT', origin: 'answer', message: expect.stringContaining(what) },
    });
  });

  it('ends a list that never ends', async () => {
    let asked = 0;
    const send: Transport['send'] = () => {
      asked += 1;
      return Promise.resolve({ ok: true, body: page([], `c${asked}`, 'n') });
    };
    const answer = await readPages({ send, listMs: 60_000, listSize: 1_000 }, access, edge);
    expect(answer).toMatchObject({ ok: false, error: { message: 'more than 1000 pages' } });
  });
});

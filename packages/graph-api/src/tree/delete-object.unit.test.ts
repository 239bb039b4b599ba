import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createGraphClient, type GraphClient } from '../client.ts';
import { InvalidIdError } from '../ids.ts';
import { type HostileServer, json, metaError, type Reply, startHostileServer } from '../testing/hostile-server.ts';

const access = { adAccountId: '123', accessToken: 'token' };
const success = json(200, { success: true });
const gone = metaError(400, { code: 100, error_subcode: 33 });

let server: HostileServer;
let client: GraphClient;

const byMethod =
  (onDelete: Reply, onGet: Reply): Reply =>
  (request, response, message) =>
    (request.method === 'DELETE' ? onDelete : onGet)(request, response, message);

beforeEach(async () => {
  server = await startHostileServer();
  client = createGraphClient({ baseUrl: server.url, version: 'v26.0' });
});
afterEach(async () => {
  await client.close();
  await server.stop();
});

describe('LC14 deletion is proven by a read', () => {
  it('is done when the object reads DELETED', async () => {
    server.reply = byMethod(success, json(200, { id: '5', effective_status: 'DELETED' }));
    expect(await client.delete(access, 'campaign', '5')).toEqual({ ok: true, value: { state: 'deleted' } });
    expect(server.seen.map(({ method, path }) => `${method} ${path}`)).toEqual(['DELETE /v26.0/5', 'GET /v26.0/5']);
  });

  it('takes "does not exist" for done only when the read says so too: it also means a missing permission', async () => {
    server.reply = byMethod(gone, gone);
    expect(await client.delete(access, 'ad', '5')).toEqual({ ok: true, value: { state: 'absent' } });
    server.reply = byMethod(gone, json(200, { id: '5', effective_status: 'PAUSED' }));
    expect(await client.delete(access, 'ad', '5')).toMatchObject({ ok: false, error: { class: 'NOT_FOUND' } });
  });

  it('is done when it had been deleted before', async () => {
    server.reply = byMethod(
      metaError(400, { code: 100, error_subcode: 1487056 }),
      json(200, { id: '5', effective_status: 'DELETED' }),
    );
    expect(await client.delete(access, 'ad_set', '5')).toEqual({ ok: true, value: { state: 'deleted' } });
  });

  it('is not done while the object still shows', async () => {
    server.reply = byMethod(success, json(200, { id: '5', status: 'ACTIVE' }));
    expect(await client.delete(access, 'creative', '5')).toMatchObject({ ok: false, error: { class: 'TRANSIENT' } });
  });

  it('does not read after a failure that says nothing', async () => {
    server.reply = byMethod(metaError(500, { code: 2 }), success);
    expect(await client.delete(access, 'ad', '5')).toMatchObject({ ok: false, error: { class: 'TRANSIENT' } });
    expect(server.seen).toHaveLength(1);
  });

  it('cannot name an ad account or a collection', async () => {
    await expect(client.delete(access, 'campaign', 'act_123')).rejects.toThrow(InvalidIdError);
    await expect(client.delete(access, 'campaign', 'act_123/campaigns')).rejects.toThrow(InvalidIdError);
    expect(server.seen).toHaveLength(0);
  });
});

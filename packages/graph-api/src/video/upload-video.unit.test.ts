import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createGraphClient, type GraphClient } from '../client.ts';
import { type HostileServer, json, raw, startHostileServer } from '../testing/hostile-server.ts';
import { wireSettings } from '../wire/settings.ts';
import { interpretVideo } from './upload-video.ts';

const access = { adAccountId: '123', accessToken: 'token' };
const upload = { sessionId: '7', videoId: '8', startOffset: 0, endOffset: 4 };

let server: HostileServer;
let video: HostileServer;
let client: GraphClient;

beforeEach(async () => {
  server = await startHostileServer();
  video = await startHostileServer();
  client = createGraphClient({ baseUrl: server.url, videoBaseUrl: video.url, version: 'v26.0' });
});
afterEach(async () => {
  await client.close();
  await Promise.all([server.stop(), video.stop()]);
});

describe('LC26 uploads', () => {
  it('go to the host for video, which for Meta is its own', async () => {
    video.reply = json(200, { upload_session_id: 7, video_id: '8', start_offset: '0', end_offset: '4' });
    expect(await client.startVideoUpload(access, 4)).toEqual({ ok: true, value: upload });
    expect(server.seen).toHaveLength(0);
    expect(wireSettings({ baseUrl: 'https://graph.facebook.com', version: 'v26.0' }).videoRoot).toBe(
      'https://graph-video.facebook.com/v26.0',
    );
    server.reply = json(200, { id: '9' });
    expect(await client.createVideo(access, { fileUrl: 'https://x/y.mp4', title: 't' })).toEqual({
      outcome: 'confirmed',
      id: '9',
    });
  });

  it('send the bytes as they are, with the offset that says what they are', async () => {
    let body = '';
    video.reply = (request, response, message) => {
      body = request.form.toString();
      json(200, { start_offset: '4', end_offset: '4' })(request, response, message);
    };
    expect(await client.sendVideoChunk(access, upload, Uint8Array.from([1, 2, 3, 4]))).toEqual({
      ok: true,
      value: { ...upload, startOffset: 4 },
    });
    expect(video.seen[0]?.headers['content-type']).toContain('multipart/form-data');
    expect(body).toContain('video_file_chunk');
    expect(body).toContain('start_offset');
  });

  it.each([{}, { start_offset: 'x', end_offset: '4' }, { success: true }])('take %j for no answer', async (body) => {
    video.reply = json(200, body);
    expect(await client.startVideoUpload(access, 4)).toMatchObject({ ok: false, error: { origin: 'answer' } });
    expect(await client.sendVideoChunk(access, upload, new Uint8Array(4))).toMatchObject({
      ok: false,
      error: { origin: 'answer' },
    });
  });

  it('are not finished before Meta says so', async () => {
    video.reply = raw(200, '{}');
    expect(await client.finishVideoUpload(access, upload, 't')).toMatchObject({ ok: false, error: { class: 'TRANSIENT' } });
  });
});

describe('LC26 readiness', () => {
  it.each([
    [{ status: { video_status: 'ready' } }, 'ready', 'ready'],
    [{ status: { video_status: 'processing' } }, 'processing', 'processing'],
    [{ status: { video_status: 'error' } }, 'error', 'error'],
    [{ status: { video_status: 'upload_failed' } }, 'unknown', 'upload_failed'],
    [{ status: 'ready' }, 'unknown', 'nothing'],
    [{}, 'unknown', 'nothing'],
  ])('%j is %s', (node, state, word) => {
    expect(interpretVideo(node)).toEqual({ state, word });
  });
});

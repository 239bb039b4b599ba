import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  AD_SET,
  type Answer,
  CAMPAIGN,
  errorOf,
  type GraphTester,
  idOf,
  type Json,
  listOf,
  send,
  startTester,
} from '../testing/graph-tester.ts';

let graph: GraphTester;

beforeEach(async () => {
  graph = await startTester();
});
afterEach(() => graph.stop());

function upload(path: string, fields: Readonly<Record<string, string | Uint8Array<ArrayBuffer>>>): Promise<Answer> {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) {
    if (typeof value === 'string') form.set(name, value);
    else form.set(name, new Blob([value]), `${name}.bin`);
  }
  const headers = { authorization: 'Bearer TEST-TOKEN' };
  return send(`${graph.fake.url}/v26.0${path}`, { method: 'POST', headers, body: form });
}

const SIZE = 2_500_000;
const videoStatus = async (id: string): Promise<unknown> => (await graph.get(`/${id}`, { fields: 'status' })).json['status'];

describe('FG2, FG4: videos', () => {
  it('take a multipart source, and no file at all is refused', async () => {
    const id = idOf(await upload('/act_1/advideos', { source: new Uint8Array(100), title: 'Clip' }));
    expect((await graph.get(`/${id}`, { fields: 'title' })).json).toEqual({ id, title: 'Clip' });
    expect((await upload('/act_1/advideos', { title: 'Clip' })).status).toBe(400);
    expect(listOf((await graph.control('GET', 'journal')).json)[0]).toMatchObject({
      body: { source: { file_name: 'source.bin', size: 100 } },
    });
  });

  it('take chunks until the offsets meet, then process', async () => {
    const start = (await graph.post('/act_1/advideos', { upload_phase: 'start', file_size: SIZE })).json;
    const session = { upload_phase: 'transfer', upload_session_id: String(start['upload_session_id']) };
    let offsets = start;
    let chunks = 0;
    while (offsets['start_offset'] !== offsets['end_offset']) {
      const from = Number(offsets['start_offset']);
      const chunk = new Uint8Array(Number(offsets['end_offset']) - from);
      offsets = (await upload('/act_1/advideos', { ...session, start_offset: String(from), video_file_chunk: chunk })).json;
      chunks += 1;
    }
    expect([chunks, offsets['start_offset']]).toEqual([3, String(SIZE)]);
    const video = String(start['video_id']);
    expect(await videoStatus(video)).toEqual({ video_status: 'processing' });
    const finish = { ...session, upload_phase: 'finish' };
    expect((await graph.post('/act_1/advideos', finish)).json).toEqual({ success: true });
    expect(await videoStatus(video)).toEqual({ video_status: 'ready' });
    expect(errorOf(await graph.post('/act_1/advideos', finish))).toMatchObject({ error_subcode: 1363036 });
  });

  it('say where an upload stands when a chunk comes at the wrong offset or too early an end', async () => {
    const start = (await graph.post('/act_1/advideos', { upload_phase: 'start', file_size: 10 })).json;
    const upload_session_id = String(start['upload_session_id']);
    const transfer = { upload_phase: 'transfer', upload_session_id, start_offset: '0', video_file_chunk: new Uint8Array(4) };
    expect((await upload('/act_1/advideos', transfer)).json).toEqual({ start_offset: '4', end_offset: '10' });
    const stands = { error_subcode: 1363037, error_data: { start_offset: '4', end_offset: '10' } };
    expect(errorOf(await upload('/act_1/advideos', transfer))).toMatchObject(stands);
    expect(errorOf(await graph.post('/act_1/advideos', { upload_phase: 'finish', upload_session_id }))).toMatchObject(stands);
    expect((await graph.post('/act_1/advideos', { upload_phase: 'dance' })).status).toBe(400);
    await graph.post('/act_1/advideos', { upload_phase: 'cancel', upload_session_id });
    expect(await videoStatus(upload_session_id)).toEqual({ video_status: 'error' });
  });

  it('and containers fail or hang in processing when a script says so', async () => {
    const video = idOf(await graph.post('/act_1/advideos', { file_url: 'https://cdn.example.com/a.mp4' }));
    await graph.control('PUT', `videos/${video}/processing`, { outcome: 'error' });
    expect(await videoStatus(video)).toEqual({ video_status: 'error' });
    await graph.control('PUT', `videos/${video}/processing`, { outcome: 'stuck' });
    expect(await videoStatus(video)).toEqual({ video_status: 'processing' });
    const media = idOf(await graph.post('/7/media', { media_type: 'REELS', video_url: 'https://cdn.example.com/a.mp4' }));
    await graph.control('PUT', `media/${media}/processing`, { outcome: 'error' });
    expect((await graph.get(`/${media}`, { fields: 'status_code' })).json['status_code']).toBe('ERROR');
    expect((await graph.post('/7/media_publish', { creation_id: media })).status).toBe(400);
    expect((await graph.control('PUT', `videos/${media}/processing`, { outcome: 'error' })).status).toBe(404);
  });
});

describe('FG4: images', () => {
  it('are known by the hash of their bytes, from base64 or a file part', async () => {
    const bytes = Buffer.from('an image');
    const first = (await graph.post('/act_1/adimages', { bytes: bytes.toString('base64') })).json['images'] as Record<
      string,
      Json
    >;
    const second = (await upload('/act_1/adimages', { picture: new Uint8Array(bytes) })).json['images'] as Record<string, Json>;
    const hash = String(first['bytes']?.['hash']);
    expect(hash).toMatch(/^[0-9a-f]{32}$/);
    expect(second['picture.bin']?.['hash']).toBe(hash);
    expect(listOf((await graph.get('/act_1/adimages', { fields: 'hash,width' })).json)).toEqual([
      { id: `1:${hash}`, hash, width: 1080 },
    ]);
    expect((await graph.delete(`/act_1/adimages?hash=${hash}`)).json).toEqual({ success: true });
    expect(listOf((await graph.get('/act_1/adimages')).json)).toEqual([]);
    expect((await graph.post('/act_1/adimages', {})).status).toBe(400);
  });
});

describe('FG4: asynchronous batches', () => {
  it('carry out every entry and show results once they are processed', async () => {
    await graph.stop();
    graph = await startTester({ processingMs: 3_600_000 });
    const entry = (name: string, body: Json) => {
      const form = Object.entries(body).map(([key, value]) => [key, typeof value === 'string' ? value : JSON.stringify(value)]);
      return { name, relative_url: 'act_1/campaigns', body: new URLSearchParams(form as [string, string][]).toString() };
    };
    const adbatch = [entry('good', CAMPAIGN), entry('bad', { ...CAMPAIGN, objective: 'NONE' })];
    const set = idOf(await graph.post('/act_1/async_batch_requests', { name: 'two', adbatch }));
    const counts = () => graph.get(`/${set}`, { fields: 'is_completed,total_count,success_count,error_count' });
    expect((await counts()).json).toMatchObject({ is_completed: false, total_count: 2, success_count: 0 });
    await graph.control('POST', 'clock', { advance_hours: 1.1 });
    expect((await counts()).json).toMatchObject({ is_completed: true, success_count: 1, error_count: 1 });
    const requests = listOf((await graph.get(`/${set}/requests`, { fields: 'name,status,result' })).json);
    const [campaign] = await graph.objects('campaign');
    expect(requests).toMatchObject([
      { name: 'good', status: 'SUCCESS', result: { id: campaign?.['id'] } },
      { name: 'bad', status: 'ERROR', result: { error: { code: 100 } } },
    ]);
    expect((await graph.post('/act_1/async_batch_requests', { adbatch: [{}] })).status).toBe(400);
  });
});

describe('FG4: reading several by id', () => {
  it('works up to v25 and is refused from v26 on', async () => {
    const id = idOf(await graph.post('/act_1/campaigns', CAMPAIGN));
    const adSet = idOf(await graph.post('/act_1/adsets', { ...AD_SET, campaign_id: id }));
    const read = (version: string) => send(`${graph.fake.url}/${version}/?ids=${id},${adSet}&fields=name&access_token=T`);
    expect((await read('v25.0')).json).toEqual({ [id]: { id, name: 'Summer sale' }, [adSet]: { id: adSet, name: 'Everyone' } });
    expect((await read('v26.0')).status).toBe(400);
  });
});

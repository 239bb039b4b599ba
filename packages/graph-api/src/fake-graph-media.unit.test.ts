import { describe, expect, it } from '@jest/globals';
import { afterAmbiguousPublish } from './instagram/publish.ts';
import { buildTree } from './testing/fake-tree.ts';
import { useFakeGraph } from './testing/graph-rig.ts';
import { planAccount, planned, stepOf } from './testing/run-fixtures.ts';
import { until } from './testing/until.ts';

const access = { adAccountId: 'act_123', accessToken: 'token-1' };
const instagram = { instagramUserId: '17841400000000001', accessToken: 'token-1' };

const graph = useFakeGraph();

describe('LC26 videos', () => {
  it('are fetched by Meta, waited for and played by the creative', async () => {
    const made = await graph.client.createVideo(access, { fileUrl: 'https://cdn.example.com/clip-1.mp4', title: 'Clip' });
    if (made.outcome !== 'confirmed') throw new Error(JSON.stringify(made));
    const status = await until(
      'ready',
      () => graph.client.videoStatus(access, made.id),
      (look) => look.ok && look.value.state === 'ready',
    );
    expect(status).toEqual({ ok: true, value: { state: 'ready', word: 'ready' } });
  });

  it('refuses a source Meta cannot fetch', async () => {
    expect(await graph.client.createVideo(access, { fileUrl: 'ftp://nowhere', title: 'x' })).toMatchObject({
      outcome: 'rejected',
    });
  });

  it('are uploaded in chunks that go on where they stopped', async () => {
    const bytes = Uint8Array.from({ length: 3_000_000 }, (_, index) => index % 251);
    const started = await graph.client.startVideoUpload(access, bytes.length);
    if (!started.ok) throw new Error(JSON.stringify(started.error));
    await graph.control.addFault({ method: 'POST', path: '/advideos$', nth: 1, action: { type: 'drop' } });
    let upload = started.value;
    let lost = 0;
    while (upload.startOffset < upload.endOffset) {
      // As after a restart: only what was kept is known.
      const kept = JSON.parse(JSON.stringify(upload)) as typeof upload;
      const sent = await graph.client.sendVideoChunk(access, kept, bytes.subarray(kept.startOffset, kept.endOffset));
      if (sent.ok) upload = sent.value;
      else lost += 1;
      if (lost > 3) throw new Error(JSON.stringify(sent));
    }
    expect(lost).toBe(1);
    expect(await graph.client.finishVideoUpload(access, upload, 'Clip')).toEqual({ ok: true, value: null });
    await until(
      'ready',
      () => graph.client.videoStatus(access, upload.videoId),
      (look) => look.ok && look.value.state === 'ready',
    );
  });
});

describe('publishing on Instagram', () => {
  async function finished(): Promise<string> {
    const made = await graph.client.createReel(instagram, {
      videoUrl: 'https://cdn.example.com/clip.mp4',
      caption: 'Hello & 🎉',
    });
    if (made.outcome !== 'confirmed') throw new Error(JSON.stringify(made));
    await until(
      'finished',
      () => graph.client.containerStatus(instagram, made.id),
      (look) => look.ok && look.value.state === 'finished',
    );
    return made.id;
  }

  it('makes a container, waits, publishes and finds the post', async () => {
    const container = await finished();
    const published = await graph.client.publishContainer(instagram, container);
    if (published.outcome !== 'confirmed') throw new Error(JSON.stringify(published));
    expect(await graph.client.containerStatus(instagram, container)).toMatchObject({ ok: true, value: { state: 'published' } });
    expect(await graph.client.publishedMedia(instagram, published.id)).toMatchObject({ ok: true, value: { id: published.id } });
    expect(await graph.client.recentMedia(instagram)).toMatchObject({ ok: true, value: [{ id: published.id }] });
    expect(await graph.client.publishingLimit(instagram)).toEqual({ ok: true, value: { used: 1, total: 100 } });
  });

  it('a lost answer is resolved by reading the container: published once', async () => {
    const container = await finished();
    await graph.control.addFault({ method: 'POST', path: '/media_publish$', nth: 1, action: { type: 'commit_then_drop' } });
    expect(await graph.client.publishContainer(instagram, container)).toMatchObject({ outcome: 'ambiguous' });
    const look = await graph.client.containerStatus(instagram, container);
    expect(look.ok && afterAmbiguousPublish(look.value)).toBe('published');
    const posts = await graph.client.recentMedia(instagram);
    expect(posts.ok && posts.value).toHaveLength(1);
  });

  it('a lost request may be published again', async () => {
    const container = await finished();
    await graph.control.addFault({ method: 'POST', path: '/media_publish$', nth: 1, action: { type: 'drop' } });
    expect(await graph.client.publishContainer(instagram, container)).toMatchObject({ outcome: 'ambiguous' });
    const look = await graph.client.containerStatus(instagram, container);
    expect(look.ok && afterAmbiguousPublish(look.value)).toBe('publish_again');
    expect(await graph.client.publishContainer(instagram, container)).toMatchObject({ outcome: 'confirmed' });
  });

  it('one that is not ready yet is not refused for good, a source Meta cannot fetch is', async () => {
    const made = await graph.client.createReel(instagram, { videoUrl: 'https://cdn.example.com/clip.mp4', caption: '' });
    const id = made.outcome === 'confirmed' ? made.id : '';
    expect(await graph.client.publishContainer(instagram, id)).toMatchObject({
      outcome: 'ambiguous',
      error: { class: 'TRANSIENT', subcode: 2207027 },
    });
    expect(await graph.client.createReel(instagram, { videoUrl: 'nowhere', caption: '' })).toMatchObject({ outcome: 'rejected' });
    const states = ['in_progress', 'unknown', 'error', 'expired'] as const;
    expect(states.map((state) => afterAmbiguousPublish({ state, word: 'x', detail: null }))).toEqual([
      'look_again',
      'look_again',
      'lost',
      'lost',
    ]);
  });
});

describe('LC26 a creative with a video', () => {
  it('plays the video that was uploaded, with a thumbnail of ours', async () => {
    const made = await graph.client.createVideo(access, { fileUrl: 'https://cdn.example.com/clip-1.mp4', title: 'Clip' });
    const metaVideoId = made.outcome === 'confirmed' ? made.id : '';
    await until(
      'ready',
      () => graph.client.videoStatus(access, metaVideoId),
      (look) => look.ok && look.value.state === 'ready',
    );
    const plan = planned({ videoId: metaVideoId });
    expect(stepOf(plan, 'creative_1').payload['object_story_spec']).toMatchObject({
      page_id: planAccount.pageId,
      video_data: {
        video_id: metaVideoId,
        image_url: 'https://cdn.example.com/clip-1.jpg',
        call_to_action: { value: { link: 'https://example.com/sale' } },
      },
    });
    expect(Object.keys(await buildTree(graph.client, access, plan))).toContain('ad_1');
  });
});

import { afterEach, describe, expect, it } from '@jest/globals';
import { waitFor, writeAtOnce } from '@mao/service-kit/testing';
import { openPublishRig, type PublishRig, type RigOptions } from './testing/publish-rig.ts';
import { METRICS } from './testing/sample-events.ts';

let rig: PublishRig;
afterEach(() => rig.close());

async function prepared(options: RigOptions = {}): Promise<PublishRig> {
  rig = await openPublishRig(options);
  await rig.prepare();
  return rig;
}

describe('a winner that is published', () => {
  it('goes public once, and everyone hears how it went', async () => {
    await prepared();
    const requestId = await rig.ask();
    const log = await rig.becomes('success');
    expect(log.external_url).toBe(`https://www.instagram.com/reel/${log.external_id}/`);
    expect(await rig.publishedCount()).toBe(1);
    const [queued, ...more] = await rig.written('PublishQueued');
    expect(more).toEqual([]);
    expect(queued).toMatchObject({ key: log.id, correlationId: requestId });
    expect(queued?.data).toMatchObject({
      requestId,
      status: 'pending',
      source: 'ab_test_winner',
      alreadyPublished: false,
      winnerMetricsJson: METRICS,
    });
    const progress = (await rig.written('PublishProgressed')).map(({ data }) => [data.status, data.reason]);
    expect(progress[0]).toEqual(['processing', null]);
    expect(progress).toContainEqual(['processing', 'Waiting for Instagram to process the video.']);
    const [succeeded, ...others] = await rig.written('PublishSucceeded');
    expect(others).toEqual([]);
    expect(succeeded).toMatchObject({ key: log.id, correlationId: requestId });
    expect(succeeded?.data).toMatchObject({ externalId: log.external_id, externalUrl: log.external_url });
    expect(await rig.written('PublishFailed')).toEqual([]);
  });

  it('has one log and one post however many ask at once, and later askers get the same', async () => {
    await prepared();
    await writeAtOnce(rig.orm, { table: 'publish_logs', count: 6 }, () =>
      Promise.all(Array.from({ length: 6 }, () => rig.ask())),
    );
    const log = await rig.becomes('success');
    await rig.ask();
    expect(await rig.logs()).toHaveLength(1);
    expect(await rig.publishedCount()).toBe(1);
    const answers = (await rig.written('PublishQueued')).map(({ data }) => data);
    expect(answers).toHaveLength(7);
    expect(new Set(answers.map((answer) => answer.publishLogId))).toEqual(new Set([log.id]));
    expect(answers.filter((answer) => !answer.alreadyPublished)).toHaveLength(1);
    expect(answers.at(-1)).toMatchObject({ alreadyPublished: true, status: 'success' });
  });

  it('is published by itself where the test says so, and a repeated event changes nothing', async () => {
    rig = await openPublishRig();
    await rig.prepare();
    await rig.select({ autoPublishTo: rig.accountId });
    await rig.select({ autoPublishTo: rig.accountId });
    await rig.becomes('success');
    const queued = await rig.written('PublishQueued');
    expect(queued.map(({ data }) => data.requestId)).toEqual([null]);
    expect(await rig.publishedCount()).toBe(1);
  });

  it('is published once when the test and a person ask at the same moment', async () => {
    await prepared();
    await writeAtOnce(rig.orm, { table: 'publish_logs', count: 3 }, () =>
      Promise.all([rig.ask(), rig.select({ autoPublishTo: rig.accountId }), rig.ask()]),
    );
    await rig.becomes('success');
    expect(await rig.logs()).toHaveLength(1);
    expect(await rig.publishedCount()).toBe(1);
  });

  it('is not published by itself when the verdict does not carry it', async () => {
    await prepared();
    await rig.select({ autoPublishTo: rig.accountId, mayAutoPublish: false });
    expect(await rig.logs()).toEqual([]);
  });
});

describe('a publish whose answer is lost', () => {
  it('is found and not sent again when it came through', async () => {
    await prepared();
    await rig.fault({ method: 'POST', path: '/media_publish$', times: 1, action: { type: 'commit_then_drop' } });
    await rig.ask();
    const log = await rig.becomes('success');
    expect(await rig.publishedCount()).toBe(1);
    expect(await rig.requests('POST', '/media_publish')).toBe(1);
    expect(log.external_url).toBe(`https://www.instagram.com/reel/${log.external_id}/`);
  });

  it.each([{ type: 'commit_then_status', status: 500 }, { type: 'truncate' }, { type: 'html', status: 502 }, { type: 'no_id' }])(
    'or cannot be read (%j) never leads to a second post',
    async (action) => {
      await prepared();
      await rig.fault({ method: 'POST', path: '/media_publish$', times: 1, action });
      await rig.ask();
      await rig.becomes('success');
      expect(await rig.publishedCount()).toBe(1);
      expect(await rig.requests('POST', '/media_publish')).toBe(1);
    },
  );

  it('is sent again when the container says it did not', async () => {
    await prepared();
    await rig.fault({ method: 'POST', path: '/media_publish$', times: 1, action: { type: 'drop' } });
    await rig.ask();
    await rig.becomes('success');
    expect(await rig.publishedCount()).toBe(1);
    expect(await rig.requests('POST', '/media_publish')).toBe(2);
  });

  it('has succeeded even when its post is in no list', async () => {
    await prepared();
    // What is published an hour before its container cannot be its post.
    await rig.control('POST', '/clock', { advance_hours: -1 });
    await rig.fault({ method: 'POST', path: '/media_publish$', times: 1, action: { type: 'commit_then_drop' } });
    await rig.ask();
    const log = await rig.becomes('success');
    expect(await rig.publishedCount()).toBe(1);
    const { data } = await rig.control<{ data: { id: string }[] }>('GET', '/objects?level=media');
    expect(log).toMatchObject({ external_id: data[0]?.id, external_url: null });
  });
});

describe('a container', () => {
  it('that Instagram cannot process fails the publication with Instagram as the reason', async () => {
    await prepared({ processingMs: 60_000 });
    await rig.ask();
    const [media] = await waitFor('a container', async () => {
      const { data } = await rig.control<{ data: { id: string }[] }>('GET', '/objects?level=media');
      return data.length > 0 && data;
    });
    await rig.control('PUT', `/media/${media?.id}/processing`, { outcome: 'error' });
    const log = await rig.becomes('failed');
    expect(log.reason).toMatch(/^Instagram could not process the video/);
    expect(await rig.publishedCount()).toBe(0);
    const [failed] = await rig.written('PublishFailed');
    expect(failed?.data.reason).toBe(log.reason);
    const [alert] = await rig.written('AlertRaised');
    expect(alert).toMatchObject({ key: rig.accountId, data: { kind: 'publish_failed', subjectId: log.id } });
  });

  it('that expired is made anew once', async () => {
    await prepared({ processingMs: 60_000 });
    await rig.ask();
    await waitFor('a container', async () => (await rig.requests('POST', '/media')) === 1);
    await rig.control('POST', '/clock', { advance_hours: 25 });
    await waitFor('a second container', async () => (await rig.requests('POST', '/media')) === 2);
    await rig.control('POST', '/clock', { advance_hours: 1 });
    await rig.becomes('success');
    expect(await rig.publishedCount()).toBe(1);
  });

  it('whose create is answered by nobody is simply made again', async () => {
    await prepared();
    await rig.fault({ method: 'POST', path: '/media$', times: 1, action: { type: 'commit_then_drop' } });
    await rig.ask();
    await rig.becomes('success');
    expect(await rig.publishedCount()).toBe(1);
  });

  it('that never gets ready is given up in time', async () => {
    await prepared({ processingMs: 3_600_000, times: { readyMs: 200 } });
    await rig.ask();
    expect((await rig.becomes('failed')).reason).toMatch(/did not finish processing/);
  });
});

describe('what stands in the way', () => {
  it('the daily limit: waits with the reason shown, then publishes', async () => {
    await prepared({ processingMs: 0 });
    await rig.fillLimit(100);
    await rig.ask();
    const waiting = await rig.becomes('retry');
    expect(waiting.reason).toBe("Waiting for room in Instagram's daily publishing limit.");
    expect(await rig.publishedCount()).toBe(100);
    const told = (await rig.written('PublishProgressed')).map(({ data }) => data).find(({ status }) => status === 'retry');
    expect(told?.nextRetryAt).toBeInstanceOf(Date);
    await rig.control('POST', '/clock', { advance_hours: 25 });
    await rig.becomes('success');
    expect(await rig.publishedCount()).toBe(101);
  });

  it('a refusal in words of Meta fails it with those words', async () => {
    await prepared();
    const action = { type: 'error', status: 400, code: 36000, user_msg: 'The video is too long.' };
    await rig.fault({ method: 'POST', path: '/media$', action });
    await rig.ask();
    expect((await rig.becomes('failed')).reason).toMatch(/The video is too long\.$/);
  });

  it('a throttle is waited for and uses up no try', async () => {
    await prepared();
    await rig.fault({ method: 'POST', path: '/media_publish$', times: 1, action: { type: 'throttle', minutes: 0.01 } });
    await rig.ask();
    await rig.becomes('success');
    expect(await rig.publishedCount()).toBe(1);
  });

  it('a permalink that cannot be read leaves a published clip published', async () => {
    await prepared({ processingMs: 0 });
    // The first read of an id is the container's; all others are the post's.
    await rig.fault({ method: 'GET', path: '^/\\d+$', nth: 1, action: { type: 'delay', ms: 0 } });
    await rig.fault({ method: 'GET', path: '^/\\d+$', action: { type: 'error', status: 500, code: 2 } });
    await rig.ask();
    const log = await rig.becomes('success');
    expect(log.external_id).not.toBeNull();
    expect(log.external_url).toBeNull();
    expect(await rig.publishedCount()).toBe(1);
  });

  it('a paused account holds it; resuming lets it go on', async () => {
    await prepared({ processingMs: 400 });
    await rig.ask();
    await waitFor('a container', async () => (await rig.requests('POST', '/media')) === 1);
    await rig.connect({ revision: 2, paused: true });
    expect((await rig.logs())[0]).toMatchObject({ status: 'retry', reason: 'Waiting for the account to be resumed.' });
    await rig.control('POST', '/clock', { advance_hours: 1 });
    const [saga] = await rig.sql<{ hold_reason: string | null }>('select hold_reason from sagas');
    expect(saga?.hold_reason).toBe('the account to be resumed');
    expect(await rig.publishedCount()).toBe(0);
    await rig.connect({ revision: 3 });
    await rig.becomes('success');
    expect(await rig.publishedCount()).toBe(1);
  });

  it('a disconnected account ends it unpublished', async () => {
    await prepared({ processingMs: 400 });
    await rig.ask();
    await waitFor('a container', async () => (await rig.requests('POST', '/media')) === 1);
    await rig.deliver('SocialAccountDisconnected', {
      socialAccountId: rig.accountId,
      revision: 2,
      disconnectedAt: new Date(),
    });
    expect((await rig.becomes('failed')).reason).toBe('The social account was disconnected.');
    expect(await rig.publishedCount()).toBe(0);
  });
});

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { newId } from '@mao/service-kit';
import { openPublishRig, type PublishRig } from './testing/publish-rig.ts';
import { clipPublished } from './testing/sample-events.ts';

/** Older than facts of other topics may take. */
const LONG_AGO_MS = 120_000;
/** What an outage may hold up a request by. */
const OUTAGE_MS = 60_000;

let rig: PublishRig;
beforeEach(async () => {
  rig = await openPublishRig();
});
afterEach(() => rig.close());

const archive = () => rig.deliver('AbTestArchived', { abTestId: rig.abTestId, requestId: newId(), archivedAt: new Date() });

describe('a request to publish', () => {
  it('waits a moment for a winner that is not known yet, then is refused', async () => {
    await rig.connect();
    for (const askedMsAgo of [0, OUTAGE_MS])
      await expect(rig.ask({}, askedMsAgo)).rejects.toMatchObject({ code: 'not-yet-known', permanent: false });
    expect(await rig.rejections()).toEqual([]);
    const requestId = await rig.ask({}, LONG_AGO_MS);
    expect(await rig.rejections()).toEqual(['409 no-winner']);
    const [rejected] = await rig.written('RequestRejected');
    expect(rejected).toMatchObject({ key: rig.abTestId, correlationId: requestId, data: { requestId } });
    expect(await rig.logs()).toEqual([]);
  });

  it.each([
    ['a test that is archived', archive, '409 ab-test-archived', null],
    [
      'an account without Instagram',
      () => rig.connect({ revision: 2, instagramUserId: null }),
      '422 no-instagram',
      '/social_account_id',
    ],
    ['an account that is paused', () => rig.connect({ revision: 2, paused: true }), '409 account-paused', null],
    [
      'an account that was disconnected',
      () => rig.deliver('SocialAccountDisconnected', { socialAccountId: rig.accountId, revision: 2, disconnectedAt: new Date() }),
      '404 account-not-connected',
      '/social_account_id',
    ],
    [
      'a clip that was withdrawn',
      () => rig.deliver('ClipWithdrawn', { clipId: rig.clipId, socialAccountId: rig.accountId, withdrawnAt: new Date() }),
      '409 clip-withdrawn',
      null,
    ],
  ])('for %s is refused, and nothing is published', async (_, change, answer, pointer) => {
    await rig.prepare();
    await change();
    await rig.ask({}, LONG_AGO_MS);
    expect(await rig.rejections()).toEqual([answer]);
    expect((await rig.written('RequestRejected'))[0]?.data.pointer).toBe(pointer);
    expect(await rig.logs()).toEqual([]);
    expect(await rig.sql('select id from sagas')).toEqual([]);
  });

  it('for an archived test that was published on the account before gets the same log', async () => {
    await rig.prepare();
    await rig.ask();
    const log = await rig.becomes('success');
    await archive();
    await rig.ask();
    expect(await rig.rejections()).toEqual([]);
    expect((await rig.written('PublishQueued')).at(-1)?.data).toMatchObject({
      publishLogId: log.id,
      alreadyPublished: true,
      status: 'success',
    });
    expect(await rig.publishedCount()).toBe(1);
  });

  it('and an archiving at the same moment leave a whole publication or none', async () => {
    await rig.prepare();
    await Promise.all([rig.ask(), archive(), rig.ask()]);
    const logs = await rig.logs();
    if (logs.length > 0) await rig.becomes('success');
    expect(await rig.publishedCount()).toBe(logs.length);
  });

  it('survives a withdrawal that arrives before the publication of its clip', async () => {
    await rig.deliver('ClipWithdrawn', { clipId: rig.clipId, socialAccountId: null, withdrawnAt: new Date() });
    await rig.prepare();
    await rig.ask();
    expect(await rig.rejections()).toEqual(['409 clip-withdrawn']);
  });
});

describe('a publication that nobody asked for', () => {
  it('tells in an alert why it could not begin', async () => {
    await rig.connect({ instagramUserId: null });
    await rig.deliver('ClipPublished', clipPublished(rig.clipId, rig.accountId));
    await rig.select({ autoPublishTo: rig.accountId });
    expect(await rig.rejections()).toEqual([]);
    const [alert] = await rig.written('AlertRaised');
    expect(alert).toMatchObject({
      key: rig.accountId,
      data: { kind: 'publish_failed', subjectType: 'ab_test', subjectId: rig.abTestId },
    });
  });
});

it('an older state of an account changes nothing', async () => {
  await rig.prepare();
  await rig.connect({ revision: 3, paused: true });
  await rig.connect({ revision: 2, paused: false });
  await rig.ask();
  expect(await rig.rejections()).toEqual(['409 account-paused']);
});

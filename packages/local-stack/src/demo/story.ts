import { randomInt, randomUUID } from 'node:crypto';
import { waitFor } from '../wait-for.ts';
import { type Contest, createTest, evaluateUntilWon, publishWinner } from './ab-test.ts';
import type { Answer, Call } from './rest.ts';

/** Eight full days, the first creative clearly better. */
const TRUTHS = [
  {
    impressions_per_day: 2_000,
    ctr: 0.05,
    cost_per_click_cents: 200,
    conversion_rate: 0.1,
    order_value_cents: 9_000,
    starts_days_ago: 8,
  },
  {
    impressions_per_day: 2_000,
    ctr: 0.03,
    cost_per_click_cents: 250,
    conversion_rate: 0.1,
    order_value_cents: 8_000,
    starts_days_ago: 8,
  },
];

const TIME_ZONE = 'America/New_York';

const SYNC = { what: 'the insights sync to end', timeoutMs: 30_000 };

interface CreatedAd {
  readonly clip_id: string;
  readonly ad_db_id: string;
  readonly ad_meta_id: string;
}

export interface Teller {
  /** One line of progress. */
  say(line: string): void;
}

/** What the demo shows: a campaign from clip to results to the published winner, and one that Meta refuses. */
export async function tellStory(gateway: Call, fake: Call, { say }: Teller): Promise<void> {
  const adAccount = `act_${randomInt(1e9, 1e10)}`;
  const account = await connect(gateway, fake, adAccount);
  say(`1  connected social account ${account} with ad account ${adAccount}; its token is stored sealed`);
  const clips = [await publish(gateway, account, 'Summer, take one'), await publish(gateway, account, 'Summer, take two')];
  say(`2  published two clips: ${clips.join(', ')}`);

  const campaign = await build(gateway, account, clips);
  say(`3  asked for a campaign with two creatives: built in ${campaign['duration_seconds']} s and verified, everything PAUSED`);
  const made = campaign['campaign_creation'] as Record<string, unknown>;
  const ads = made['ads'] as CreatedAd[];
  say(
    `     campaign ${made['campaign_meta_id']} → ad set ${made['adset_meta_id']} → ads ${ads.map((ad) => ad.ad_meta_id).join(', ')}`,
  );

  for (const [index, ad] of ads.entries()) await fake('PUT', `/__fake/ads/${ad.ad_meta_id}/truth`, TRUTHS[index]);
  const sync = await syncInsights(gateway, account);
  say(
    `4  eight days of delivery at Meta, then a sync: ${sync['insights_synced']} daily rows, ${sync['rows_changed']} new or changed`,
  );
  say(`     ${sync['date_range_start']} to ${sync['date_range_end']}, days of the ad account's time zone`);

  await decideAndPublish(gateway, { say }, { account, campaign: String(made['campaign_db_id']), ads });
  await refusedAd(gateway, fake, { say }, { account, adAccount, clip: clips[0] ?? '' });
}

/** The currency and time zone are those of the ad account at Meta: days end by them. */
async function connect(gateway: Call, fake: Call, adAccount: string): Promise<string> {
  const id = randomUUID();
  await fake('POST', '/__fake/accounts', { id: adAccount, currency: 'USD', timezone_name: TIME_ZONE, tier: 'standard' });
  await gateway('PUT', `/meta/accounts/${id}`, {
    ad_account_id: adAccount,
    page_id: '1055',
    pixel_id: '7001',
    instagram_user_id: '17841400000000001',
    currency: 'USD',
    timezone: TIME_ZONE,
    default_countries: ['US'],
    access_token: `demo-${randomUUID()}`,
  });
  return id;
}

async function publish(gateway: Call, account: string, title: string): Promise<string> {
  const clip = {
    title,
    video_url: 'https://cdn.example.com/clip.mp4',
    thumbnail_url: 'https://cdn.example.com/clip.jpg',
    duration_ms: 15_000,
    social_account_id: account,
  };
  return String((await gateway('POST', '/clips', clip)).body['clip_id']);
}

const runBody = (account: string, clip: string, name: string) => ({
  social_account_id: account,
  clip_id: clip,
  campaign_name: name,
  campaign_objective: 'OUTCOME_SALES',
  daily_budget_cents: 10_000,
  creative_title: `${name}, first creative`,
  creative_description: 'Get 50% off',
  landing_url: 'https://example.com/sale',
  targeting: { age_min: 18, age_max: 65, genders: [1, 2] },
  optimization_goal: 'LINK_CLICKS',
  auto_publish: false,
});

async function build(gateway: Call, account: string, clips: readonly string[]): Promise<Answer['body']> {
  const variants = clips.slice(1).map((clip_id) => ({ clip_id, creative_title: 'Summer Sale, second creative' }));
  const { body } = await gateway('POST', '/meta/orchestrate/run', {
    ...runBody(account, clips[0] ?? '', 'Summer Sale'),
    variants,
  });
  if (body['overall_success'] !== true) throw new Error(`the campaign was not built: ${JSON.stringify(body)}`);
  return body;
}

async function syncInsights(gateway: Call, account: string): Promise<Record<string, unknown>> {
  const queued = await gateway('POST', `/meta/orchestrate/sync-insights/${account}`);
  const ended = async () => {
    const { body } = await gateway('GET', `/operations/${queued.body['operation_id']}`);
    return body['state'] === 'succeeded' ? (body['result'] as Record<string, unknown>) : undefined;
  };
  return waitFor(ended, SYNC);
}

async function decideAndPublish(gateway: Call, { say }: Teller, contest: Contest): Promise<void> {
  const test = await createTest(gateway, contest);
  say(`5  created an A/B test of the two ads: ${test}`);
  const evaluation = await evaluateUntilWon(gateway, test);
  const verdict = evaluation['verdict'] as { sentence: string };
  const { p_value } = evaluation['statistical_results'] as { p_value: number };
  say(`6  evaluated it: ${verdict.sentence}`);
  const scoreOf = evaluation['composite_scores'] as Record<string, number>;
  const scores = contest.ads.map(({ ad_db_id }) => scoreOf[ad_db_id] ?? Number.NaN);
  say(`     p = ${p_value.toExponential(1)}, composite scores ${scores.map((score) => score.toFixed(3)).join(' and ')}`);
  const publication = await publishWinner(gateway, test, contest.account);
  say(`7  published the winner, clip ${publication['clip_id']}, on Instagram: PublishLog ${publication['publish_log_id']}`);
  say(`     status ${publication['status']}, post ${publication['external_id']}`);
}

/** The ad is refused; the fake's own record proves that nothing of the attempt is left. */
async function refusedAd(
  gateway: Call,
  fake: Call,
  { say }: Teller,
  scene: { account: string; adAccount: string; clip: string },
): Promise<void> {
  const before = await liveObjects(fake, scene.adAccount);
  await fake('POST', '/__fake/faults', {
    method: 'POST',
    path: `^/${scene.adAccount}/ads$`,
    nth: 1,
    times: 1,
    action: {
      type: 'error',
      status: 400,
      code: 100,
      subcode: 1885183,
      user_title: 'App in development mode',
      user_msg: 'Ads creative post was created by an app that is in development mode.',
    },
  });
  const { body } = await gateway('POST', '/meta/orchestrate/run', runBody(scene.account, scene.clip, 'A campaign Meta refuses'));
  if (body['overall_success'] !== false) throw new Error('the refused ad was not reported');
  const { removed } = body['compensation'] as { removed: { level: string; meta_id: string }[] };
  say(`8  asked for a campaign whose ad Meta refuses: "${(body['campaign_creation'] as { error: string }).error}"`);
  say(`     removed again: ${removed.map(({ level, meta_id }) => `${level} ${meta_id}`).join(', ')}`);
  const after = await liveObjects(fake, scene.adAccount);
  if (after.join() !== before.join())
    throw new Error(`objects were left at Meta: ${after.filter((id) => !before.includes(id)).join(', ')}`);
  say(`     Meta's own record of ${scene.adAccount}: ${before.length} live objects before, ${after.length} after, the same ones`);
}

async function liveObjects(fake: Call, adAccount: string): Promise<string[]> {
  const { body } = await fake('GET', `/__fake/objects?account=${adAccount}`);
  const objects = body['data'] as { id: string; deleted_time: string | null }[];
  return objects.filter((object) => object.deleted_time === null).map((object) => object.id);
}

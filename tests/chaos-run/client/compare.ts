import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { pick } from '../random.ts';
import type { Json } from './caller.ts';
import { runEnd, runRequest } from './orchestrate.ts';
import { publishClip } from './publish-clip.ts';
import type { Account, World } from './world.ts';

const DAY_MS = 86_400_000;
const EVALUATE_EVERY_MS = 2_000;
const LEAST_BUDGET_CENTS = 5_000_000;
const AUTO_PUBLISH_SHARE = 0.3;

/** Ten full days, the first ad clearly better. */
const truth = (ctr: number) => ({
  impressions_per_day: 900,
  ctr,
  cost_per_click_cents: 200,
  conversion_rate: 0.2,
  order_value_cents: 4_500,
  starts_days_ago: 10,
});
const TRUTHS = [truth(0.05), truth(0.03)];

interface Contest {
  readonly account: Account;
  readonly campaignId: string;
  readonly ads: readonly { readonly clip_id: string; readonly ad_db_id: string; readonly ad_meta_id: string }[];
}

/** One A/B test from its clips to the published winner. Ends early where the campaign could not be built. */
export async function compare(world: World, index: number): Promise<void> {
  const contest = await build(world, index);
  if (contest === undefined) return;
  for (const [position, ad] of contest.ads.entries()) await setTruth(world, ad.ad_meta_id, TRUTHS[position]);
  if (!(await sync(world, contest.account))) return;
  const testId = await createTest(world, contest, index);
  if (testId === undefined) return;
  world.tally.testsCreated += 1;
  if (!(await evaluateUntilWon(world, testId))) return;
  await publishTwice(world, testId, contest.account);
}

async function build(world: World, index: number): Promise<Contest | undefined> {
  const account = pick(world.random, world.accounts.slice(1)); // the first one has a low budget cap
  const titles = [`contest ${index} a`, `contest ${index} b`];
  const clips = await Promise.all(titles.map((title) => publishClip(world, account, title)));
  if (!clips.every((clip) => clip !== undefined)) return undefined;
  const wish = { account, clips, name: `chaos contest ${index}`, budgetCents: LEAST_BUDGET_CENTS + index, autoPublish: false };
  const answer = await world.caller.ask('run', runRequest(wish, { prefer: 'respond-async' }));
  if (answer === undefined) return undefined;
  world.tally.runsAccepted += 1;
  const operation = await runEnd(world, answer);
  const made = (operation?.['result'] as Json | null | undefined)?.['campaign_creation'] as Json | undefined;
  if (made?.['success'] !== true) return undefined;
  return { account, campaignId: String(made['campaign_db_id']), ads: made['ads'] as Contest['ads'] };
}

async function setTruth(world: World, adMetaId: string, body: unknown): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  await fetch(`${world.fakeUrl}/__fake/ads/${adMetaId}/truth`, { method: 'PUT', headers, body: JSON.stringify(body) });
}

/** A sync that fails for what happens around it is asked for again. */
export async function sync(world: World, account: Account): Promise<boolean> {
  for (;;) {
    const answer = await world.caller.ask('sync', {
      key: randomUUID(),
      path: `/meta/orchestrate/sync-insights/${account.id}`,
      body: undefined,
      value: { account_id: account.id },
      promised: ({ operation_id }) => ({ operation_id }),
    });
    const operation = answer && (await world.caller.ended(String(answer.body['operation_id'])));
    if (operation === undefined) return false;
    if (operation['state'] === 'succeeded') return true;
  }
}

async function createTest(world: World, contest: Contest, index: number): Promise<string | undefined> {
  const answer = await world.caller.ask('ab-test', {
    key: randomUUID(),
    path: '/meta/orchestrate/ab',
    body: {
      campaign_id: contest.campaignId,
      test_name: `contest ${index}`,
      variants: contest.ads.map(({ clip_id, ad_db_id }) => ({ clip_id, ad_id: ad_db_id })),
      start_time: new Date(Date.now() - 11 * DAY_MS).toISOString(),
      ...(world.random() < AUTO_PUBLISH_SHARE ? { auto_publish_to: contest.account.id } : {}),
    },
    value: { campaign_id: contest.campaignId },
    // 201 carries the test, 202 the operation.
    promised: (body) => ({ ab_test_id: body['ab_test_id'] ?? body['id'] }),
    prefer: 'wait=4',
  });
  if (answer === undefined) return undefined;
  const { body, status } = answer;
  if (status !== 202) return String(body['id']);
  const operation = await world.caller.ended(String(body['id']));
  return operation?.['state'] === 'succeeded' ? String(operation['ab_test_id']) : undefined;
}

/** The evaluator learns of the synced days through its own topic, so an evaluation may come before them. */
async function evaluateUntilWon(world: World, testId: string): Promise<boolean> {
  const path = `/meta/orchestrate/ab/${testId}`;
  for (;;) {
    const asked = await world.caller.ask('evaluate', {
      key: randomUUID(),
      path: `${path}/evaluate`,
      body: { force: false },
      value: { ab_test_id: testId },
      promised: ({ winner_ad_id }) => ({ winner_ad_id }),
      prefer: 'wait=4',
    });
    const winner = await world.caller.until(path, (test) => ({ adId: test['winner_ad_id'] }));
    if (asked === undefined || winner === undefined) return false;
    if (typeof winner.adId === 'string') return true;
    await delay(EVALUATE_EVERY_MS);
  }
}

/** Two callers at once, each with a key of its own: it is still one publication. */
async function publishTwice(world: World, testId: string, account: Account): Promise<void> {
  const ask = () =>
    world.caller.ask('publish', {
      key: randomUUID(),
      path: `/meta/orchestrate/ab/${testId}/publish-winner`,
      body: { social_account_id: account.id },
      value: { ab_test_id: testId, account_id: account.id },
      promised: ({ publish_log_id, id }) => ({ publish_log_id, operation_id: id }),
      prefer: 'wait=4',
    });
  await Promise.all([ask(), ask()]);
  const status = await world.caller.until(`/meta/orchestrate/ab/${testId}`, ({ publish_log_id }) => publish_log_id ?? undefined);
  if (status === undefined) return;
  const end = await world.caller.until(`/publications/${status}`, (publication) =>
    ['success', 'failed'].includes(String(publication['status'])) ? publication : undefined,
  );
  if (end === undefined) return;
  world.history.write('ok', 'publication-end', String(status), { status: end['status'], external_id: end['external_id'] });
  if (end['status'] === 'success') world.tally.testsPublished += 1;
}

import { fakeControl } from '../orchestrate/fake-control.ts';
import { newRunName, runBody } from '../orchestrate/ours.ts';
import { type Account, resultOf, type Scene, send } from '../orchestrate/stack.ts';

const ADS_PER_CAMPAIGN = 10;
const DELIVERED_DAYS = 40;

interface Built {
  readonly campaign_creation: { readonly ads: readonly { readonly ad_meta_id: string }[] };
}

/** Builds so many ads on each of the accounts and lets each have delivered for longer than a sync looks back. */
export async function advertise(scene: Scene, accounts: readonly Account[], adsEach: number): Promise<void> {
  const fake = fakeControl(scene.stack.fakeUrl);
  const built = await Promise.all(accounts.map((account) => buildAds(scene, account, adsEach)));
  // Only now: every run ends with a sync of its own, and those shall find nothing.
  for (const ad of built.flat()) await fake.setTruth(ad, delivery());
}

/** @returns the ads' ids at the fake */
async function buildAds({ stack, token }: Scene, account: Account, ads: number): Promise<string[]> {
  const built: string[] = [];
  for (let left = ads; left > 0; left -= ADS_PER_CAMPAIGN) {
    const answer = await send(stack, token, 'POST', '/meta/orchestrate/run', runOf(account));
    // A run that takes longer than the gateway lets a caller wait is answered with its operation.
    const run = 'campaign_creation' in answer ? answer : await resultOf(stack, token, answer['id']);
    built.push(...(run as unknown as Built).campaign_creation.ads.map((ad) => ad.ad_meta_id));
  }
  return built;
}

function runOf(account: Account): Record<string, unknown> {
  const name = newRunName();
  const variants = Array.from({ length: ADS_PER_CAMPAIGN - 1 }, (_, index) => ({
    clip_id: account.clipId,
    creative_title: `${name} ${index}`,
  }));
  return { ...runBody(account, name), variants };
}

const delivery = () => ({
  impressions_per_day: 2_000,
  ctr: 0.03,
  cost_per_click_cents: 150,
  conversion_rate: 0.1,
  order_value_cents: 5_000,
  starts_days_ago: DELIVERED_DAYS,
});

import { waitFor } from '../wait-for.ts';
import type { Answer, Call } from './rest.ts';

const DAY_MS = 86_400_000;

export interface Contest {
  readonly account: string;
  readonly campaign: string;
  readonly ads: readonly { readonly clip_id: string; readonly ad_db_id: string }[];
}

/** Creates an A/B test of the ads that have just been measured. @returns the test's id */
export async function createTest(gateway: Call, { campaign, ads }: Contest): Promise<string> {
  const { body } = await gateway('POST', '/meta/orchestrate/ab', {
    campaign_id: campaign,
    test_name: 'Which take sells?',
    variants: ads.map(({ clip_id, ad_db_id }) => ({ clip_id, ad_id: ad_db_id })),
    start_time: new Date(Date.now() - 9 * DAY_MS).toISOString(),
  });
  return String(body['id']);
}

/** The evaluator receives the synced days through its own topic, so an evaluation may come before them: asked again until it has a winner. */
export async function evaluateUntilWon(gateway: Call, test: string): Promise<Answer['body']> {
  const won = async () => {
    const { body } = await gateway('POST', `/meta/orchestrate/ab/${test}/evaluate`, { force: false });
    return typeof body['winner_ad_id'] === 'string' ? body : undefined;
  };
  return waitFor(won, { what: 'the test to have a winner', timeoutMs: 30_000 });
}

/** Publishes the winner and waits until Instagram shows it. @returns the publication */
export async function publishWinner(gateway: Call, test: string, account: string): Promise<Answer['body']> {
  const { body } = await gateway('POST', `/meta/orchestrate/ab/${test}/publish-winner`, { social_account_id: account });
  const published = async () => {
    const publication = (await gateway('GET', `/publications/${body['publish_log_id']}`)).body;
    if (publication['status'] === 'failed') throw new Error(`publishing failed: ${JSON.stringify(publication)}`);
    return publication['status'] === 'success' ? publication : undefined;
  };
  return waitFor(published, { what: 'the winner to be published', timeoutMs: 60_000 });
}

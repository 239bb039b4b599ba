import { randomBytes } from 'node:crypto';
import { Agent, request } from 'undici';
import type { Account, Scene } from './stack.ts';
import type { Subject } from './subject.ts';

const TIMEOUT_MS = 120_000;

export interface Built {
  readonly request_id: string;
  readonly overall_success: boolean;
  readonly campaign_creation: { readonly campaign_db_id: string };
  readonly insights_sync: { readonly success: boolean };
}

export interface Ours extends Subject {
  /** Builds one campaign under this name and returns the answer. */
  buildNamed(runName: string): Promise<Built>;
}

/** A name no other run has; the creative's title carries it too, so that Meta's creative dedupe joins no two runs. */
export const newRunName = (): string => `run${randomBytes(8).toString('hex')}`;

/** A run with one creative, as the contract asks for it. */
export function runBody({ accountId, clipId }: Account, runName: string): Record<string, unknown> {
  return {
    social_account_id: accountId,
    clip_id: clipId,
    campaign_name: runName,
    campaign_objective: 'OUTCOME_SALES',
    daily_budget_cents: 10_000,
    creative_title: `${runName} creative`,
    creative_description: 'Get 50% off',
    landing_url: 'https://example.com/sale',
    targeting: { age_min: 18, age_max: 65, genders: [1, 2] },
    optimization_goal: 'LINK_CLICKS',
    auto_publish: false,
  };
}

/** The system under test, as a caller meets it: one POST that waits for the outcome. */
export function ours({ stack, token, accounts }: Scene, maxInFlight: number): Ours {
  const agent = new Agent({ connections: maxInFlight, headersTimeout: TIMEOUT_MS, bodyTimeout: TIMEOUT_MS });
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json', prefer: 'wait=60' };

  let turn = 0;

  async function buildNamed(runName: string): Promise<Built> {
    turn += 1;
    const account = accounts[turn % accounts.length];
    if (account === undefined) throw new Error('the scene has no account');
    const body = JSON.stringify(runBody(account, runName));
    const answer = await request(`${stack.gatewayUrl}/meta/orchestrate/run`, {
      method: 'POST',
      headers,
      body,
      dispatcher: agent,
    });
    const text = await answer.body.text();
    if (answer.statusCode !== 200) throw new Error(`the gateway answered ${answer.statusCode}: ${text}`);
    const built = JSON.parse(text) as Built;
    if (!built.overall_success || !built.insights_sync.success) throw new Error(`the campaign was not built: ${text}`);
    return built;
  }

  return {
    name: 'ours',
    description: 'gateway → Kafka → saga → Kafka → insights → Kafka → answer; everything durable',
    buildNamed,
    build: async () => {
      await buildNamed(newRunName());
    },
    stop: () => agent.destroy(),
  };
}

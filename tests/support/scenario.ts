import { randomInt, randomUUID } from 'node:crypto';
import { expect } from '@jest/globals';
import type { GatewayClient } from './gateway-client.ts';

export interface Account {
  readonly id: string;
  /** With `act_`. */
  readonly adAccount: string;
}

/**
 * Connects a new account with a pixel and default countries, each with an ad account of its own: in the currency and time zone
 * that the fake gives an ad account on first use. Two zones would disagree for hours of each day about which days have ended.
 */
export async function connectAccount(client: GatewayClient, overrides: Record<string, unknown> = {}): Promise<Account> {
  const id = randomUUID();
  const digits = String(randomInt(1e9, 1e10));
  const body = {
    ad_account_id: `act_${digits}`,
    page_id: '1055',
    pixel_id: '7001',
    currency: 'USD',
    timezone: 'UTC',
    default_countries: ['US'],
    access_token: `EAAB${digits}`,
    ...overrides,
  };
  const answer = await client.put(`/meta/accounts/${id}`, body);
  expect([answer.status, answer.body]).toEqual([201, expect.anything()]);
  return { id, adAccount: body.ad_account_id };
}

export async function publishClip(client: GatewayClient, account: Account, title = 'A clip'): Promise<string> {
  const answer = await client.post('/clips', {
    title,
    video_url: 'https://cdn.example.com/clips/a.mp4',
    thumbnail_url: 'https://cdn.example.com/clips/a.jpg',
    duration_ms: 15_000,
    social_account_id: account.id,
  });
  expect([answer.status, answer.body]).toEqual([201, expect.anything()]);
  return answer.body.clip_id as string;
}

let created = 0;

/** The body of the contract's own example. Each title differs, so that Meta's creative dedupe does not join unrelated runs. */
export function runBody(account: Account, clipId: string, overrides: Record<string, unknown> = {}): Record<string, unknown> {
  created += 1;
  return {
    social_account_id: account.id,
    clip_id: clipId,
    campaign_name: 'Summer Sale 2025',
    campaign_objective: 'OUTCOME_SALES',
    daily_budget_cents: 10_000,
    creative_title: `Amazing Product ${created}`,
    creative_description: 'Get 50% off',
    landing_url: 'https://example.com/sale',
    targeting: { age_min: 18, age_max: 65, genders: [1, 2] },
    optimization_goal: 'LINK_CLICKS',
    auto_publish: false,
    ...overrides,
  };
}

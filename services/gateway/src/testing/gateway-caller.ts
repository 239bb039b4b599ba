import { newId } from '@mao/service-kit';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: a test reads whatever the contract promises and fails when it is not there
  readonly body: any;
}

export interface GatewayCaller {
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>, signal?: AbortSignal): Promise<Answer>;
  /** Connects an account and returns its id. */
  connect(change?: Record<string, unknown>): Promise<string>;
  publishClip(accountId: string): Promise<string>;
  /** Asks for a campaign without waiting for its outcome. */
  accept(change?: Record<string, unknown>): Promise<AcceptedRun>;
}

export interface AcceptedRun {
  readonly accountId: string;
  readonly clipId: string;
  readonly campaignId: string;
  readonly requestId: string;
}

/** A caller who may do everything. */
export function gatewayCaller(url: string, token: string): GatewayCaller {
  const call: GatewayCaller['call'] = async (method, path, body, headers = {}, signal) => {
    const response = await fetch(`${url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(signal === undefined ? {} : { signal }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: text === '' ? undefined : JSON.parse(text) };
  };
  const expectStatus = async (answer: Promise<Answer>, status: number): Promise<Answer> => {
    const got = await answer;
    if (got.status !== status) throw new Error(`expected ${status}, got ${got.status}: ${JSON.stringify(got.body)}`);
    return got;
  };
  const connect: GatewayCaller['connect'] = async (change = {}) => {
    const id = newId();
    await expectStatus(call('PUT', `/meta/accounts/${id}`, { ...ACCOUNT, ...change }), 201);
    return id;
  };
  const publishClip: GatewayCaller['publishClip'] = async (accountId) =>
    (await expectStatus(call('POST', '/clips', { ...CLIP, social_account_id: accountId }), 201)).body.clip_id;
  return {
    call,
    connect,
    publishClip,
    async accept(change = {}) {
      const accountId = String(change['social_account_id'] ?? (await connect()));
      const clipId = await publishClip(accountId);
      const body = { ...runBody(accountId, clipId), ...change };
      const { body: operation } = await expectStatus(
        call('POST', '/meta/orchestrate/run', body, { prefer: 'respond-async' }),
        202,
      );
      return { accountId, clipId, campaignId: operation.campaign_id, requestId: operation.id };
    },
  };
}

export const TOKEN = 'EAABtheTokenInClear';

const ACCOUNT = {
  ad_account_id: '4711',
  page_id: '1055',
  pixel_id: '7001',
  currency: 'USD',
  timezone: 'America/New_York',
  default_countries: ['US'],
  access_token: TOKEN,
};

const CLIP = {
  title: 'A clip',
  video_url: 'https://cdn.example.com/a.mp4',
  thumbnail_url: 'https://cdn.example.com/a.jpg',
  duration_ms: 15_000,
};

export const runBody = (accountId: string, clipId: string): Record<string, unknown> => ({
  social_account_id: accountId,
  clip_id: clipId,
  campaign_name: 'Summer Sale 2025',
  campaign_objective: 'OUTCOME_SALES',
  daily_budget_cents: 10_000,
  creative_title: 'Amazing Product',
  landing_url: 'https://example.com/sale',
  optimization_goal: 'LINK_CLICKS',
});

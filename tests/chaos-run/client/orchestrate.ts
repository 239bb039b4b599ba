import { randomUUID } from 'node:crypto';
import { pick } from '../random.ts';
import type { Answer, AskedOnce, Json } from './caller.ts';
import type { Account, World } from './world.ts';

export interface RunWish {
  readonly account: Account;
  /** One ad each. */
  readonly clips: readonly string[];
  /** Unlike any other run's: by it the checker knows the objects at Meta. */
  readonly name: string;
  readonly budgetCents: number;
  readonly autoPublish: boolean;
}

const LEAST_BUDGET_CENTS = 10_000;
const AUTO_PUBLISH_SHARE = 0.15;
const UNKNOWN_CLIP_SHARE = 0.03;
const TWIN_SHARE = 0.15;
const IMPATIENT_SHARE = 0.04;
const CANCEL_SHARE = 0.05;

/** One orchestration among many, with what callers do: some ask twice at once, some never hear the answer, some change their mind. */
export async function orchestrate(world: World, index: number): Promise<void> {
  const { random } = world;
  const account = pick(random, world.accounts);
  const clip = random() < UNKNOWN_CLIP_SHARE ? randomUUID() : pick(random, account.clips);
  const wish: RunWish = {
    account,
    clips: [clip],
    name: `chaos run ${index}`,
    // Each its own, so that a budget at Meta can be told from every other.
    budgetCents: LEAST_BUDGET_CENTS + index,
    autoPublish: random() < AUTO_PUBLISH_SHARE,
  };
  const request = runRequest(wish, {
    prefer: random() < 0.3 ? 'wait=4' : 'respond-async',
    isImpatient: random() < IMPATIENT_SHARE,
  });
  const twins = random() < TWIN_SHARE ? 2 : 1;
  const willCancel = random() < CANCEL_SHARE;
  const answers = await Promise.all(Array.from({ length: twins }, () => world.caller.ask('run', request)));
  const answer = answers.find((candidate) => candidate !== undefined);
  if (answer === undefined) return;
  world.tally.runsAccepted += 1;
  if (willCancel) void cancel(world, answer);
  await runEnd(world, answer);
}

/** The request of one run, always with the same key. */
export function runRequest(wish: RunWish, how: { prefer: string; isImpatient?: boolean }): AskedOnce {
  const { account, clips, name, budgetCents, autoPublish } = wish;
  const [first, ...others] = clips;
  const title = (index: number) => `${name} creative ${index + 1}`;
  return {
    ...how,
    key: randomUUID(),
    path: '/meta/orchestrate/run',
    body: {
      social_account_id: account.id,
      clip_id: first,
      campaign_name: name,
      campaign_objective: 'OUTCOME_SALES',
      daily_budget_cents: budgetCents,
      creative_title: title(0),
      creative_description: 'Get 50% off',
      landing_url: 'https://example.com/sale',
      targeting: { age_min: 18, age_max: 65, genders: [1, 2] },
      optimization_goal: 'LINK_CLICKS',
      auto_publish: autoPublish,
      ...(others.length === 0
        ? {}
        : { variants: others.map((clip_id, index) => ({ clip_id, creative_title: title(index + 1) })) }),
    },
    value: {
      name,
      account_id: account.id,
      ad_account: account.adAccount,
      budget_cents: budgetCents,
      auto_publish: autoPublish,
      ads: clips.length,
      clips,
    },
    promised: (body) => ({ operation_id: operationIdOf(body) }),
  };
}

/** 202 carries the operation, 200 the result. */
const operationIdOf = (body: Json): string => String(body['id'] ?? body['request_id']);

/** Waits for the end and notes what the client was told of it. */
export async function runEnd(world: World, { body }: Answer): Promise<Json | undefined> {
  const operationId = operationIdOf(body);
  const operation = await world.caller.ended(operationId);
  if (operation === undefined) return undefined;
  world.tally.runsEnded += 1;
  const { state, result, problem } = operation;
  world.history.write('ok', 'run-end', operationId, { state, result, problem });
  return operation;
}

async function cancel(world: World, { body }: Answer): Promise<void> {
  const operation = await world.caller.until(`/operations/${operationIdOf(body)}`, (found) => found);
  if (operation === undefined) return;
  await world.caller.ask('cancel', {
    key: randomUUID(),
    path: `/meta/campaigns/${operation['campaign_id']}/cancel`,
    body: undefined,
    value: { campaign_id: operation['campaign_id'] },
    promised: ({ status }) => ({ campaign_status: status }),
    prefer: 'respond-async',
  });
}

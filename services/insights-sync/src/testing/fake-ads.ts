import { type AccountAccess, type GraphClient, marker, payloadFor, planCampaign, type StepIds, sagaLabel } from '@mao/graph-api';

const SECRET = 'fake-ads';
const CLIP = {
  clipId: 'clip',
  title: 'Clip',
  videoUrl: 'https://cdn.example.com/c.mp4',
  thumbnailUrl: 'https://cdn.example.com/c.jpg',
};

/** Ids at the fake Graph server. */
interface FakeCampaign {
  readonly campaignMetaId: string;
  readonly adMetaIds: readonly string[];
}

/** Builds a campaign with `count` ads, as the orchestrator would. */
export async function createFakeCampaign(
  graph: GraphClient,
  access: AccountAccess,
  options: { name: string; ads: number },
): Promise<FakeCampaign> {
  const variants = Array.from({ length: options.ads - 1 }, (_, index) => ({
    clip_id: 'clip',
    creative_title: `Variant ${index}`,
  }));
  const request = {
    clip_id: 'clip',
    campaign_name: options.name,
    campaign_objective: 'OUTCOME_TRAFFIC',
    daily_budget_cents: 10_000,
    creative_title: options.name,
    landing_url: 'https://example.com/sale',
    optimization_goal: 'LINK_CLICKS',
    variants,
  };
  const account = { adAccountId: access.adAccountId, pageId: '10', pixelId: '20', currency: 'USD', defaultCountries: ['US'] };
  const planned = planCampaign(request, account, [CLIP], { now: new Date() });
  if (!planned.ok) throw new Error(JSON.stringify(planned.violations));
  const ids: { -readonly [step in keyof StepIds]: StepIds[step] } = {};
  for (const step of planned.plan.steps) {
    const outcome = await graph.create(access, {
      level: step.level,
      name: step.name,
      fields: payloadFor(step, ids),
      marker: marker(SECRET, options.name, step.step),
      label: sagaLabel(SECRET, options.name),
    });
    if (outcome.outcome !== 'confirmed') throw new Error(`${step.step}: ${JSON.stringify(outcome)}`);
    ids[step.step] = outcome.id;
  }
  const idOf = (step: keyof StepIds): string => ids[step] ?? '';
  return {
    campaignMetaId: idOf('campaign'),
    adMetaIds: planned.plan.steps.filter(({ level }) => level === 'ad').map(({ step }) => idOf(step)),
  };
}

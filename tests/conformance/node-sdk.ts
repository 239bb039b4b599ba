/**
 * The official Node SDK, unchanged, against the server named in GRAPH_URL. Prints one JSON report: see report.ts.
 * A process of its own: the SDK keeps its base URL and token in statics.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { setTimeout as wait } from 'node:timers/promises';
import type { SdkReport } from './report.ts';

// The SDK has no types; this is the part of it that the scenario uses.
type Data = Record<string, unknown>;
interface Page extends Array<{ readonly id: string; readonly _data: Data }> {
  hasNext(): boolean;
  next(): Promise<Page>;
}
interface Node {
  readonly id: string;
  readonly _data: Data;
  get(fields: readonly string[]): Promise<Node>;
  update(fields: readonly string[], params: Data): Promise<Data>;
  delete(fields: readonly string[]): Promise<Data>;
  getInsights(fields: readonly string[], params: Data): Promise<Page>;
  getInsightsAsync(fields: readonly string[], params: Data): Promise<Node>;
}
interface Account extends Node {
  createCampaign(fields: readonly string[], params: Data): Promise<Node>;
  createAdSet(fields: readonly string[], params: Data): Promise<Node>;
  createAdCreative(fields: readonly string[], params: Data): Promise<Node>;
  createAd(fields: readonly string[], params: Data): Promise<Node>;
  createAdLabel(fields: readonly string[], params: Data): Promise<Node>;
  createAdImage(fields: readonly string[], params: Data): Promise<{ readonly _data: Data }>;
  getCampaigns(fields: readonly string[], params: Data): Promise<Page>;
  getCampaignsByLabels(fields: readonly string[], params: Data): Promise<Page>;
}
interface Batch {
  add(
    method: string,
    path: readonly string[],
    params: Data,
    files: undefined,
    succeeded: (response: BatchResponse) => void,
    failed: (response: BatchResponse) => void,
  ): unknown;
  execute(): Promise<unknown>;
}
interface BatchResponse {
  readonly body: Data | string;
  readonly status: number;
}
interface CampaignClass {
  new (id: string): Node;
  getByIds(ids: readonly string[], fields: readonly string[]): Promise<unknown[]>;
}
interface Sdk {
  readonly FacebookAdsApi: { init(token: string, locale: string, crashLog: boolean): unknown };
  readonly FacebookAdsApiBatch: new (api: unknown) => Batch;
  readonly AdAccount: new (id: string) => Account;
  readonly Campaign: CampaignClass;
  readonly AdSet: new (id: string) => Node;
  readonly AdCreative: new (id: string) => Node;
  readonly AdReportRun: new (id: string, data: Data) => Node;
}
interface Inputs {
  readonly account: string;
  readonly campaign: Data;
  readonly campaignBudget: Data;
  readonly adSet: Data;
  readonly creative: Data;
  readonly adName: string;
  readonly paged: number;
  readonly truth: Data;
}

const graphUrl = process.env['GRAPH_URL'] ?? '';
const require = createRequire(import.meta.url);
const sdk = require('facebook-nodejs-business-sdk') as Sdk;
for (const name of ['GRAPH', 'GRAPH_VIDEO']) {
  Object.defineProperty(sdk.FacebookAdsApi, name, { get: () => graphUrl, configurable: true });
}
Object.defineProperty(sdk.FacebookAdsApi, 'VERSION', { get: () => process.env['GRAPH_VERSION'] ?? 'v24.0', configurable: true });
const api = sdk.FacebookAdsApi.init('CONFORMANCE-TOKEN', 'en_US', false);

const inputs = JSON.parse(readFileSync(new URL('./scenario-inputs.json', import.meta.url), 'utf8')) as Inputs;
const account = new sdk.AdAccount(inputs.account);

async function createTree(): Promise<SdkReport['tree']> {
  const campaign = await account.createCampaign([], { ...inputs.campaign });
  const adSet = await account.createAdSet([], { ...inputs.adSet, campaign_id: campaign.id });
  const creative = await account.createAdCreative([], { ...inputs.creative });
  const ad = await account.createAd([], {
    name: inputs.adName,
    adset_id: adSet.id,
    creative: { creative_id: creative.id },
    status: 'PAUSED',
  });
  return { campaign: campaign.id, adSet: adSet.id, creative: creative.id, ad: ad.id };
}

async function readTree(tree: SdkReport['tree']): Promise<SdkReport['read']> {
  const campaign = await new sdk.Campaign(tree.campaign).get(['name', 'objective', 'status', 'effective_status']);
  const adSet = await new sdk.AdSet(tree.adSet).get(['name', 'daily_budget', 'campaign_id', 'targeting', 'promoted_object']);
  const creative = await new sdk.AdCreative(tree.creative).get(['name', 'object_story_spec']);
  return { campaign: campaign._data, adSet: adSet._data, creative: creative._data };
}

async function pageThrough(): Promise<SdkReport['paged']> {
  for (let at = 0; at < inputs.paged; at += 1)
    await account.createCampaign([], { ...inputs.campaign, adlabels: [], name: `Paged ${at}` });
  const filtering = [{ field: 'name', operator: 'CONTAIN', value: 'Paged ' }];
  const sizes: number[] = [];
  const ids = new Set<string>();
  let page = await account.getCampaigns(['id', 'name'], { limit: 25, filtering });
  for (;;) {
    sizes.push(page.length);
    for (const campaign of page) ids.add(campaign.id);
    if (!page.hasNext()) return { sizes, distinct: ids.size };
    page = await page.next();
  }
}

async function findByLabel(): Promise<string[]> {
  const label = await account.createAdLabel([], { name: 'xo:conformance' });
  const found = await account.getCampaignsByLabels(['name'], { ad_label_ids: [label.id], operator: 'ALL' });
  return found.map((campaign) => campaign.id);
}

const INSIGHTS_FIELDS = ['ad_id', 'impressions', 'spend', 'actions'];

async function readInsights(tree: SdkReport['tree']): Promise<SdkReport['insights']> {
  const put = { method: 'PUT', body: JSON.stringify(inputs.truth), headers: { 'content-type': 'application/json' } };
  await fetch(`${graphUrl}/__fake/ads/${tree.ad}/truth`, put);
  const query = { level: 'ad', time_increment: 1, date_preset: 'last_7d' };
  const rows = await account.getInsights(INSIGHTS_FIELDS, { ...query });
  const started = await account.getInsightsAsync(INSIGHTS_FIELDS, { ...query });
  const run = new sdk.AdReportRun(started.id, { report_run_id: started.id });
  const statuses = await followRun(run);
  const asyncRows = await run.getInsights([], { limit: 100 });
  return { sync: rows.map((row) => row._data), async: asyncRows.map((row) => row._data), lastStatus: statuses.at(-1) ?? '' };
}

async function followRun(run: Node): Promise<string[]> {
  const statuses: string[] = [];
  for (let tries = 0; tries < 200; tries += 1) {
    const { _data: state } = await run.get(['async_status', 'async_percent_completion']);
    statuses.push(String(state['async_status']));
    if (state['async_status'] === 'Job Completed' && state['async_percent_completion'] === 100) return statuses;
    await wait(20);
  }
  throw new Error(`the report did not complete: ${statuses.join(', ')}`);
}

async function provoke(tree: SdkReport['tree']): Promise<SdkReport['errors']> {
  const { targeting: _targeting, ...untargeted } = inputs.adSet;
  const { is_adset_budget_sharing_enabled: _sharing, ...unshared } = inputs.campaign;
  const budgeted = await account.createCampaign([], { ...unshared, ...inputs.campaignBudget });
  return {
    noTargeting: await errorOf(account.createAdSet([], { ...untargeted, campaign_id: tree.campaign })),
    legacyObjective: await errorOf(account.createCampaign([], { ...inputs.campaign, objective: 'CONVERSIONS' })),
    bothBudgets: await errorOf(account.createAdSet([], { ...inputs.adSet, campaign_id: budgeted.id })),
    unknownField: await errorOf(new sdk.Campaign(tree.campaign).get(['colour'])),
    unknownId: await errorOf(new sdk.Campaign('999').get(['name'])),
  };
}

async function errorOf(call: Promise<unknown>): Promise<SdkReport['errors'][string]> {
  try {
    await call;
  } catch (thrown) {
    const { status, response } = thrown as { status: number; response: Data };
    const { code, error_subcode = null, error_user_msg = null } = response;
    return { status, code: Number(code), subcode: error_subcode as number | null, userMsg: error_user_msg as string | null };
  }
  throw new Error('the call was expected to fail');
}

/** How many objects `?ids=` finds; 0 where the version has it no more. */
async function countByIds(tree: SdkReport['tree']): Promise<number> {
  try {
    return (await sdk.Campaign.getByIds([tree.campaign, tree.adSet], ['name'])).length;
  } catch (thrown) {
    if ((thrown as { status?: number }).status === 400) return 0;
    throw thrown;
  }
}

async function batch(tree: SdkReport['tree']): Promise<SdkReport['batch']> {
  const calls = new sdk.FacebookAdsApiBatch(api);
  const answers: SdkReport['batch'] = [];
  const note = (succeeded: boolean) => (response: BatchResponse) => {
    const body = (typeof response.body === 'string' ? JSON.parse(response.body) : response.body) as Data;
    answers.push({ succeeded, id: typeof body['id'] === 'string' ? body['id'] : null });
  };
  for (const id of [tree.campaign, tree.adSet, '999'])
    calls.add('GET', [id], { fields: 'id' }, undefined, note(true), note(false));
  await calls.execute();
  return answers;
}

async function main(): Promise<SdkReport> {
  const tree = await createTree();
  const read = await readTree(tree);
  const paged = await pageThrough();
  const labelled = await findByLabel();
  const insights = await readInsights(tree);
  const campaign = new sdk.Campaign(tree.campaign);
  await campaign.update([], { name: 'Renamed & kept' });
  const renamed = String((await campaign.get(['name']))._data['name']);
  const image = await account.createAdImage([], { bytes: Buffer.from('an image').toString('base64') });
  const errors = await provoke(tree);
  const batched = await batch(tree);
  const byIds = await countByIds(tree);
  await new sdk.Campaign(tree.campaign).delete([]);
  const gone = String((await new sdk.Campaign(tree.campaign).get(['effective_status']))._data['effective_status']);
  const hasImage = JSON.stringify(image._data).includes('"hash"');
  return { tree, read, paged, labelled, insights, renamed, errors, batch: batched, byIds, afterDelete: gone, hasImage };
}

process.stdout.write(JSON.stringify(await main()));

import { abTestBody, accountBody, clipBody, evaluateBody, pageQuery, publishWinnerBody, runRequest } from '@mao/contracts';
import { z } from 'zod';
import { abTestFilters, alertFilters, campaignFilters, insightsQuery } from './list-filters.ts';

interface Endpoint {
  readonly method: 'get' | 'post' | 'put' | 'delete';
  readonly path: string;
  readonly summary: string;
  readonly body?: z.ZodType;
  /** Query parameters of what is no list. */
  readonly query?: z.ZodRawShape;
  /** Filters of a list. */
  readonly filters?: z.ZodRawShape;
  readonly answers: Readonly<Record<string, string>>;
}

const REFUSALS = { '401': 'no valid token', '422': 'a field does not fit' };
const WRITE = { ...REFUSALS, '403': 'the role may not', '404': 'unknown to this caller' };

const ENDPOINTS: readonly Endpoint[] = [
  {
    method: 'put',
    path: '/meta/accounts/{social_account_id}',
    summary: 'Connect an account or change it',
    body: accountBody,
    answers: { '200': 'changed', '201': 'connected', ...WRITE },
  },
  {
    method: 'get',
    path: '/meta/accounts',
    summary: 'Connected accounts',
    filters: {},
    answers: { '200': 'a page', ...REFUSALS },
  },
  {
    method: 'get',
    path: '/meta/accounts/{social_account_id}',
    summary: 'One account with its health',
    answers: { '200': 'the account', '404': 'unknown to this caller' },
  },
  {
    method: 'delete',
    path: '/meta/accounts/{social_account_id}',
    summary: 'Disconnect an account',
    answers: { '204': 'disconnected', ...WRITE },
  },
  {
    method: 'post',
    path: '/clips',
    summary: 'Publish a clip',
    body: clipBody,
    answers: { '201': 'the event is durable', ...WRITE },
  },
  { method: 'delete', path: '/clips/{clip_id}', summary: 'Withdraw a clip', answers: { '204': 'withdrawn', ...WRITE } },
  {
    method: 'post',
    path: '/meta/orchestrate/run',
    summary: 'Build a campaign with its ad set, creatives and ads',
    body: runRequest,
    answers: {
      '200': 'the outcome',
      '202': 'accepted, not finished yet',
      '409': 'the account is paused or needs a new token',
      ...WRITE,
    },
  },
  {
    method: 'post',
    path: '/meta/orchestrate/sync-insights/{social_account_id}',
    summary: "Sync an account's insights",
    answers: { '200': 'queued', ...WRITE },
  },
  {
    method: 'post',
    path: '/meta/accounts/{social_account_id}/pause',
    summary: 'The kill switch: stop an account',
    answers: { '200': 'paused', ...WRITE },
  },
  {
    method: 'post',
    path: '/meta/accounts/{social_account_id}/resume',
    summary: 'Let new work start again',
    answers: { '200': 'resumed', ...WRITE },
  },
  {
    method: 'get',
    path: '/meta/campaigns/{id}/insights',
    summary: "Daily results of a campaign's ads",
    query: insightsQuery,
    answers: { '200': 'rows and totals', ...REFUSALS },
  },
  {
    method: 'post',
    path: '/meta/orchestrate/ab',
    summary: 'Create an A/B test',
    body: abTestBody,
    answers: { '201': 'created', '202': 'accepted', '409': 'the campaign was removed or is not built yet', ...WRITE },
  },
  {
    method: 'get',
    path: '/meta/orchestrate/ab',
    summary: 'A/B tests',
    filters: abTestFilters,
    answers: { '200': 'a page', ...REFUSALS },
  },
  {
    method: 'get',
    path: '/meta/orchestrate/ab/{id}',
    summary: 'One A/B test with its latest verdict',
    answers: { '200': 'the test', '404': 'unknown to this caller' },
  },
  {
    method: 'post',
    path: '/meta/orchestrate/ab/{id}/evaluate',
    summary: 'Judge a test now',
    body: evaluateBody,
    answers: { '200': 'the verdict', '202': 'accepted', '409': 'archived, or its campaign was removed', ...WRITE },
  },
  {
    method: 'post',
    path: '/meta/orchestrate/ab/{id}/publish-winner',
    summary: 'Publish the winner',
    body: publishWinnerBody,
    answers: { '200': 'queued, or the same log again', '202': 'accepted', '409': 'no winner, or archived', ...WRITE },
  },
  {
    method: 'post',
    path: '/meta/orchestrate/ab/{id}/archive',
    summary: 'End a test',
    answers: { '200': 'archived', '202': 'accepted', ...WRITE },
  },
  {
    method: 'get',
    path: '/publications/{id}',
    summary: 'One publication',
    answers: { '200': 'the publication', '404': 'unknown to this caller' },
  },
  {
    method: 'get',
    path: '/operations/{id}',
    summary: 'How far an operation is, and its outcome',
    answers: { '200': 'the operation', '404': 'unknown to this caller' },
  },
  {
    method: 'get',
    path: '/meta/campaigns',
    summary: 'Campaigns',
    filters: campaignFilters,
    answers: { '200': 'a page', ...REFUSALS },
  },
  {
    method: 'get',
    path: '/meta/campaigns/{id}',
    summary: 'One campaign: tree, steps, what exists at Meta',
    answers: { '200': 'the campaign', '404': 'unknown to this caller' },
  },
  {
    method: 'post',
    path: '/meta/campaigns/{id}/cancel',
    summary: 'Undo a campaign that is not finished',
    answers: { '200': 'cancelled', '202': 'accepted', '409': 'already finished', ...WRITE },
  },
  {
    method: 'post',
    path: '/meta/campaigns/{id}/resume',
    summary: 'Try again what needed attention',
    answers: { '200': 'the outcome', '202': 'accepted', '409': 'nothing to resume', ...WRITE },
  },
  { method: 'get', path: '/alerts', summary: 'Alerts', filters: alertFilters, answers: { '200': 'a page', ...REFUSALS } },
];

/** OpenAPI 3.1 from the schemas that validate the requests. */
export function openApiDocument(): object {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const endpoint of ENDPOINTS) paths[endpoint.path] = { ...paths[endpoint.path], [endpoint.method]: operation(endpoint) };
  return {
    openapi: '3.1.0',
    info: { title: 'Meta Ads Orchestrator', version: '1' },
    components: { securitySchemes: { bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } } },
    security: [{ bearer: [] }],
    paths,
  };
}

function operation({ method, path, summary, body, query, filters, answers }: Endpoint): object {
  const parameters = [
    ...[...path.matchAll(/\{([a-z_]+)\}/g)].map(([, name]) => parameter('path', name ?? '', { type: 'string', format: 'uuid' })),
    ...queryParameters(query ?? {}),
    ...(filters === undefined ? [] : queryParameters({ ...pageQuery, ...filters })),
    ...(method === 'post' ? [parameter('header', 'Idempotency-Key', { type: 'string', maxLength: 255 })] : []),
  ];
  return {
    summary,
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(body === undefined
      ? {}
      : { requestBody: { required: true, content: { 'application/json': { schema: jsonSchema(body) } } } }),
    responses: Object.fromEntries(Object.entries(answers).map(([status, description]) => [status, { description }])),
  };
}

function queryParameters(shape: z.ZodRawShape): object[] {
  return Object.entries(shape).map(([name, schema]) => {
    const { $schema: _dialect, ...own } = jsonSchema(schema as z.ZodType);
    return parameter('query', name, own);
  });
}

const parameter = (place: 'path' | 'query' | 'header', name: string, schema: object): object => ({
  name,
  in: place,
  required: place === 'path',
  schema,
});

const jsonSchema = (schema: z.ZodType) => z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });

import { currencyOffset } from '@mao/graph-api';
import { type Request, type Response, Router } from 'express';
import { z } from 'zod';
import { ratiosOf, totalsOf } from '../domain/insights-totals.ts';
import { callerIn } from './authenticate.ts';
import { parseWith } from './body.ts';
import { visibleCampaign } from './campaigns.ts';
import type { GatewayContext } from './context.ts';
import { insightsQuery } from './list-filters.ts';
import { invalid } from './problem.ts';

const DEFAULT_DAYS = 28;
const DAY_MS = 86_400_000;
const queryShape = z.strictObject(insightsQuery);

interface Row {
  readonly ad_id: string;
  readonly date: string;
  readonly impressions: number;
  readonly clicks: number;
  readonly inline_link_clicks: number;
  readonly spend_cents: number;
  readonly conversions: number | null;
  readonly revenue_cents: number | null;
  readonly reach: number | null;
}

/** Daily results of a campaign's ads, with totals whose ratios are recomputed from the sums. */
export function insightsRoutes(context: GatewayContext): Router {
  const router = Router();
  router.get('/meta/campaigns/:id/insights', (request, response) => insights(context, request, response));
  return router;
}

async function insights(context: GatewayContext, request: Request, response: Response): Promise<void> {
  const em = context.orm.em.fork();
  const campaign = await visibleCampaign(em, callerIn(response), request.params['id']);
  const query = parseWith(queryShape, request.query);
  const to = query.to ?? today(campaign.timezone);
  const from = query.from ?? new Date(Date.parse(to) - (DEFAULT_DAYS - 1) * DAY_MS).toISOString().slice(0, 10);
  if (from > to) throw invalid([{ pointer: '/from', detail: 'must not be after to' }]);
  const rows = await em.execute<Row[]>(SELECT, [campaign.id, from, to, query.ad_id ?? null, query.ad_id ?? null]);
  const totals = totalsOf(rows);
  response.json({ rows, totals: { ...totals, ...ratiosOf(totals, currencyOffset(campaign.currency) ?? 100) } });
}

// As JSON numbers: the driver hands out bigint as text.
const SELECT = `
  select ad_id, to_char(date, 'YYYY-MM-DD') as date, impressions::float8 as impressions, clicks::float8 as clicks, inline_link_clicks::float8 as inline_link_clicks,
    spend_cents::float8 as spend_cents, conversions::float8 as conversions, revenue_cents::float8 as revenue_cents, reach::float8 as reach
  from insights_daily where campaign_id = ? and date between ? and ? and (?::uuid is null or ad_id = ?::uuid)
  order by date, ad_id`;

const today = (timezone: string): string =>
  new Intl.DateTimeFormat('en-CA', { timeZone: timezone, dateStyle: 'short' }).format(new Date());

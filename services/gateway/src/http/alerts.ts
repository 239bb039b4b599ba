import { Router } from 'express';
import { Alert } from '../entities/alert.ts';
import { callerIn } from './authenticate.ts';
import type { GatewayContext } from './context.ts';
import { alertFilters } from './list-filters.ts';
import { page, pageRequest } from './page.ts';

export function alertRoutes(context: GatewayContext): Router {
  const router = Router();
  router.get('/alerts', async (request, response) => {
    const { limit, after, filter } = pageRequest(request, alertFilters);
    const { accounts: allowed } = callerIn(response);
    const rows = await context.orm.em.fork().find(
      Alert,
      {
        ...(allowed === undefined ? {} : { $and: [{ socialAccountId: { $in: [...allowed] } }] }),
        ...(filter.social_account_id === undefined ? {} : { socialAccountId: filter.social_account_id }),
        ...(filter.since === undefined ? {} : { raisedAt: { $gte: new Date(filter.since) } }),
        ...(after === undefined ? {} : { id: { $gt: after } }),
      },
      { orderBy: { id: 'asc' }, limit: limit + 1 },
    );
    response.json(page(rows, limit, (alert) => alert.id, alertView));
  });
  return router;
}

const alertView = (alert: Alert) => ({
  id: alert.id,
  social_account_id: alert.socialAccountId,
  kind: alert.kind,
  severity: alert.severity,
  subject: { type: alert.subjectType, id: alert.subjectId },
  message: alert.message,
  what_to_do: alert.whatToDo,
  raised_at: alert.raisedAt.toISOString(),
  resolved_at: alert.resolvedAt?.toISOString() ?? null,
});

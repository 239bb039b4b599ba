import { type AccountBody, accountBody } from '@mao/contracts';
import { currencyOffset } from '@mao/graph-api';
import { LockMode } from '@mikro-orm/core';
import { Router } from 'express';
import { Account } from '../entities/account.ts';
import { accountConnected } from '../operations/account-connected.ts';
import { notConnected } from './account-checks.ts';
import { accountView } from './account-view.ts';
import { callerIn, requireRole } from './authenticate.ts';
import { jsonBody, parseBody } from './body.ts';
import type { GatewayContext } from './context.ts';
import { page, pageRequest } from './page.ts';
import { pathId } from './path-id.ts';
import { invalid } from './problem.ts';

/** Connects, shows and disconnects accounts. The access token goes in and never comes out. */
export function accountRoutes(context: GatewayContext): Router {
  const router = Router();

  router.put('/meta/accounts/:id', requireRole('admin'), jsonBody, async (request, response) => {
    const id = pathId(request.params['id'], invalid([{ pointer: '/social_account_id', detail: 'must be a UUID' }]));
    if (!callerIn(response).mayUse(id)) throw notConnected();
    const body = parseBody(accountBody, request.body);
    if (currencyOffset(body.currency) === null)
      throw invalid([{ pointer: '/currency', detail: 'is not a currency this system knows' }]);
    const { account, created } = await connect(context, id, body);
    response.status(created ? 201 : 200).json(accountView(account));
  });

  router.get('/meta/accounts', async (request, response) => {
    const { limit, after } = pageRequest(request, {});
    const { accounts: allowed } = callerIn(response);
    const rows = await context.orm.em.fork().find(
      Account,
      {
        disconnectedAt: null,
        ...(allowed === undefined ? {} : { $and: [{ id: { $in: [...allowed] } }] }),
        ...(after === undefined ? {} : { id: { $gt: after } }),
      },
      { orderBy: { id: 'asc' }, limit: limit + 1 },
    );
    response.json(page(rows, limit, (account) => account.id, accountView));
  });

  router.get('/meta/accounts/:id', async (request, response) => {
    const id = pathId(request.params['id'], notConnected());
    const account = callerIn(response).mayUse(id)
      ? await context.orm.em.fork().findOne(Account, { id, disconnectedAt: null })
      : null;
    if (account === null) throw notConnected();
    response.json(accountView(account));
  });

  router.delete('/meta/accounts/:id', requireRole('admin'), async (request, response) => {
    const id = pathId(request.params['id'], notConnected());
    if (!callerIn(response).mayUse(id)) throw notConnected();
    await disconnect(context, id);
    response.status(204).end();
  });

  return router;
}

async function connect(context: GatewayContext, id: string, body: AccountBody): Promise<{ account: Account; created: boolean }> {
  const sealed = context.cipher.encrypt(body.access_token, id);
  return context.orm.em.fork().transactional(async (em) => {
    const now = new Date();
    // Two first PUTs at once: the second waits on the primary key and then updates.
    await em.execute(INSERT_EMPTY, [id, sealed, now, now]);
    const account = await em.findOneOrFail(Account, id, { lockMode: LockMode.PESSIMISTIC_WRITE });
    const created = account.revision === 0 || account.disconnectedAt !== null;
    em.assign(account, {
      adAccountId: body.ad_account_id,
      pageId: body.page_id,
      instagramUserId: body.instagram_user_id ?? null,
      pixelId: body.pixel_id ?? null,
      currency: body.currency,
      timezone: body.timezone,
      defaultCountries: body.default_countries,
      sealedAccessToken: sealed,
      dailyBudgetCapCents: body.daily_budget_cap_cents ?? null,
      dsaBeneficiary: body.dsa_beneficiary ?? null,
      dsaPayor: body.dsa_payor ?? null,
      revision: account.revision + 1,
      // Whatever was wrong, the new state has to show it again: it is checked at once.
      ...(account.healthState === 'ok' && !created
        ? {}
        : { healthState: 'ok', healthReason: null, healthWhatToDo: null, healthAlertId: null, healthSince: now }),
      ...(created ? { connectedAt: now, disconnectedAt: null, pausedSince: null } : {}),
    });
    await em.flush();
    await context.outbox.append(em, accountConnected(account, now));
    return { account, created };
  });
}

const INSERT_EMPTY = `
  insert into accounts (id, ad_account_id, page_id, currency, timezone, default_countries, sealed_access_token, revision, health_state, health_since, connected_at)
  values (?, '', '', '', '', '{}', ?, 0, 'ok', ?, ?) on conflict (id) do nothing`;

async function disconnect(context: GatewayContext, id: string): Promise<void> {
  await context.orm.em.fork().transactional(async (em) => {
    const account = await em.findOne(Account, { id, disconnectedAt: null }, { lockMode: LockMode.PESSIMISTIC_WRITE });
    if (account === null) throw notConnected();
    const now = new Date();
    em.assign(account, { disconnectedAt: now, sealedAccessToken: '', revision: account.revision + 1 });
    await em.flush();
    await context.outbox.append(em, {
      type: 'SocialAccountDisconnected',
      key: id,
      data: { socialAccountId: id, revision: account.revision, disconnectedAt: now },
    });
  });
}

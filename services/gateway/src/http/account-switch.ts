import { LockMode } from '@mikro-orm/core';
import type { MikroORM } from '@mikro-orm/postgresql';
import { type Request, type Response, Router } from 'express';
import { Account } from '../entities/account.ts';
import { acceptOperation } from '../operations/accept.ts';
import { accountConnected } from '../operations/account-connected.ts';
import { notConnected, refuseForeign } from './account-checks.ts';
import { accountView } from './account-view.ts';
import { callerIn, canWrite } from './authenticate.ts';
import type { GatewayContext } from './context.ts';
import { idempotencyOf } from './idempotency.ts';
import { pathId } from './path-id.ts';

/**
 * The kill switch: while an account is paused nothing new starts, runs under way stop before their next create, and every
 * running campaign of the ad account is paused at Meta. Resuming lets work go on; it switches no campaign on again.
 */
export function accountSwitchRoutes(context: GatewayContext): Router {
  const router = Router();
  router.post('/meta/accounts/:id/pause', canWrite, (request, response) => flip(context, request, response, 'account_pause'));
  router.post('/meta/accounts/:id/resume', canWrite, (request, response) => flip(context, request, response, 'account_resume'));
  return router;
}

async function flip(
  context: GatewayContext,
  request: Request,
  response: Response,
  kind: 'account_pause' | 'account_resume',
): Promise<void> {
  const id = pathId(request.params['id'], notConnected());
  const caller = callerIn(response);
  refuseForeign(caller, id);
  const accepted = await acceptOperation(
    context.orm,
    {
      kind,
      subject: caller.subject,
      socialAccountId: id,
      aggregateId: id,
      ...idempotencyOf(request),
      state: 'succeeded',
      answer: { status: 200, body: null },
    },
    async (em) => {
      const account = await em.findOne(Account, { id, disconnectedAt: null }, { lockMode: LockMode.PESSIMISTIC_WRITE });
      if (account === null) throw notConnected();
      const now = new Date();
      account.pausedSince = kind === 'account_resume' ? null : (account.pausedSince ?? now);
      // Also when nothing changes: whoever throws the switch again wants to be sure, and gets the work done again.
      account.revision += 1;
      await em.flush();
      await context.outbox.append(em, accountConnected(account, now));
    },
  );
  if (accepted.replayed) response.set('Idempotency-Replayed', 'true');
  response.json(accountView(await current(context.orm, id)));
}

async function current(orm: MikroORM, id: string): Promise<Account> {
  const account = await orm.em.fork().findOne(Account, id);
  if (account === null) throw notConnected();
  return account;
}

import { type ClipBody, clipBody } from '@mao/contracts';
import { newId } from '@mao/service-kit';
import { LockMode } from '@mikro-orm/core';
import { Router } from 'express';
import { Clip } from '../entities/clip.ts';
import type { Operation } from '../entities/operation.ts';
import { acceptOperation } from '../operations/accept.ts';
import { refuseForeign, refuseUnconnected } from './account-checks.ts';
import { callerIn, canWrite } from './authenticate.ts';
import { jsonBody, parseBody } from './body.ts';
import type { GatewayContext } from './context.ts';
import { idempotencyOf } from './idempotency.ts';
import { pathId } from './path-id.ts';
import { notFound, ProblemError } from './problem.ts';

const clipNotFound = () => notFound('clip-not-found', 'No such clip is published.');

/** Stands in for an upstream publication system: publishes clips and withdraws them. */
export function clipRoutes(context: GatewayContext): Router {
  const router = Router();

  router.post('/clips', canWrite, jsonBody, async (request, response) => {
    const body = parseBody(clipBody, request.body);
    const caller = callerIn(response);
    refuseForeign(caller, body.social_account_id);
    const { operation, replayed } = await publish(context, caller.subject, body, idempotencyOf(request));
    if (replayed) response.set('Idempotency-Replayed', 'true');
    response
      .status(operation.answerStatus ?? 201)
      .location(`/operations/${operation.id}`)
      .json(operation.answer);
  });

  router.delete('/clips/:id', canWrite, async (request, response) => {
    const id = pathId(request.params['id'], clipNotFound());
    const caller = callerIn(response);
    await context.orm.em.fork().transactional(async (em) => {
      // Locked: of two withdrawals at once, one finds the clip gone.
      const clip = await em.findOne(Clip, { id, withdrawnAt: null }, { lockMode: LockMode.PESSIMISTIC_WRITE });
      const owner = clip?.socialAccountId ?? null;
      if (clip === null || owner === null || !caller.mayUse(owner)) throw clipNotFound();
      const data = { clipId: id, socialAccountId: owner, withdrawnAt: new Date() };
      await context.outbox.append(em, { type: 'ClipWithdrawn', key: id, data });
      await em.execute(WITHDRAW, [data.withdrawnAt, id]);
    });
    response.status(204).end();
  });

  return router;
}

const WITHDRAW = `update clips set withdrawn_at = ? where id = ?`;

/** Event and read model row in one transaction: the clip is usable by the caller's very next request. */
async function publish(
  context: GatewayContext,
  subject: string,
  body: ClipBody,
  idempotency: ReturnType<typeof idempotencyOf>,
): Promise<{ operation: Operation; replayed: boolean }> {
  const clipId = body.clip_id ?? newId();
  const publishedAt = new Date();
  const view = {
    clip_id: clipId,
    title: body.title,
    video_url: body.video_url,
    thumbnail_url: body.thumbnail_url,
    duration_ms: body.duration_ms,
    social_account_id: body.social_account_id,
    published_at: publishedAt.toISOString(),
  };
  return acceptOperation(
    context.orm,
    {
      kind: 'clip_publish',
      subject,
      socialAccountId: body.social_account_id,
      aggregateId: clipId,
      ...idempotency,
      state: 'succeeded',
      answer: { status: 201, body: view },
    },
    async (em) => {
      await refuseUnconnected(em, body.social_account_id);
      await context.outbox.append(em, {
        type: 'ClipPublished',
        key: clipId,
        data: {
          clipId,
          socialAccountId: body.social_account_id,
          title: body.title,
          videoUrl: body.video_url,
          thumbnailUrl: body.thumbnail_url,
          durationMs: body.duration_ms,
          publishedAt,
        },
      });
      const stored = await em.execute<{ id: string }[]>(UPSERT, [
        clipId,
        body.social_account_id,
        body.title,
        body.video_url,
        body.thumbnail_url,
        body.duration_ms,
        publishedAt,
      ]);
      // Another account's clip does not exist for this caller, but its id is taken.
      if (stored.length === 0)
        throw new ProblemError(409, 'clip-id-taken', 'This clip_id is taken: by another clip, or by one that was withdrawn.');
    },
  );
}

const UPSERT = `
  insert into clips (id, social_account_id, title, video_url, thumbnail_url, duration_ms, published_at) values (?, ?, ?, ?, ?, ?, ?)
  on conflict (id) do update set title = excluded.title, video_url = excluded.video_url, thumbnail_url = excluded.thumbnail_url,
    duration_ms = excluded.duration_ms, published_at = excluded.published_at
  where clips.social_account_id = excluded.social_account_id and clips.withdrawn_at is null
  returning id`;

import type { Events } from '@mao/contracts';
import type { Outbox } from '@mao/messaging';
import type { SagaEngine } from '@mao/saga';
import { AppError, newId } from '@mao/service-kit';
import type { EntityManager } from '@mikro-orm/postgresql';
import { decideRequest, type Refusal } from '../domain/decide-request.ts';
import { type PublishStatus, SOURCE } from '../domain/publish-status.ts';
import { autoPublishRefusedAlert } from '../projections/alerts.ts';
import { PUBLISH_SAGA } from '../publish-saga/definition.ts';
import { captionOf, type PublishInput } from '../publish-saga/input.ts';
import { readFacts, type StoredFacts } from './read-facts.ts';

/**
 * How long facts from other topics may take to get here, counted from the request. Whoever asked has seen them, so behind an
 * outage they are only late: a refusal would be wrong, and of a test that publishes by itself nobody would ask again.
 */
const PATIENCE_MS = 120_000;

export interface PublicationRequest {
  readonly abTestId: string;
  readonly socialAccountId: string;
  /** null: the test asks by itself, and nobody waits for an answer. */
  readonly requestId: string | null;
  readonly askedAt: Date;
}

export interface RequestDeps {
  readonly engine: Pick<SagaEngine, 'begin'>;
  readonly outbox: Outbox<Events>;
}

/**
 * Begins the one publication of a test's winner on an account, or answers with the one there is.
 * @throws AppError `not-yet-known` (transient): what it rests on may still be on its way
 */
export async function requestPublication(em: EntityManager, deps: RequestDeps, request: PublicationRequest): Promise<void> {
  if (await answerWithExisting(em, deps, request)) return;
  const facts = await readFacts(em, request.abTestId, request.socialAccountId);
  const refusal = decideRequest(facts);
  if (refusal !== undefined) {
    await refuse(em, deps, request, refusal);
    return;
  }
  // Another request may have been faster since the first look: the unique key decides.
  if (!(await insertLog(em, deps, request, facts))) await answerWithExisting(em, deps, request);
}

interface ExistingLog {
  readonly id: string;
  readonly clip_id: string;
  readonly status: PublishStatus;
  readonly winner_metrics: string;
  readonly created_ms: number;
}

async function answerWithExisting(em: EntityManager, { outbox }: RequestDeps, request: PublicationRequest): Promise<boolean> {
  // Locked: a status read before its change was told must not be told after it.
  const [log] = await em.execute<ExistingLog[]>(
    `select id, clip_id, status, winner_metrics::text, (extract(epoch from created_at) * 1000)::float8 as created_ms
     from publish_logs where ab_test_id = ? and social_account_id = ? for update`,
    [request.abTestId, request.socialAccountId],
  );
  if (log === undefined) return false;
  if (request.requestId === null) return true;
  await outbox.append(em, {
    type: 'PublishQueued',
    key: log.id,
    data: {
      publishLogId: log.id,
      requestId: request.requestId,
      abTestId: request.abTestId,
      socialAccountId: request.socialAccountId,
      clipId: log.clip_id,
      status: log.status,
      source: SOURCE,
      alreadyPublished: true,
      winnerMetricsJson: log.winner_metrics,
      queuedAt: new Date(log.created_ms),
    },
  });
  return true;
}

async function insertLog(
  em: EntityManager,
  { engine, outbox }: RequestDeps,
  { abTestId, socialAccountId, requestId }: PublicationRequest,
  facts: StoredFacts,
): Promise<boolean> {
  const publishLogId = newId();
  const clipId = String(facts.winner?.clipId);
  const queuedAt = new Date();
  const winnerMetricsJson = facts.winner?.metricsJson ?? 'null';
  const rows = await em.execute<unknown[]>(
    `insert into publish_logs (id, ab_test_id, social_account_id, clip_id, source, winner_metrics, created_at) values (?, ?, ?, ?, ?, ?::json, ?)
     on conflict (ab_test_id, social_account_id) do nothing returning id`,
    [publishLogId, abTestId, socialAccountId, clipId, SOURCE, winnerMetricsJson, queuedAt],
  );
  if (rows.length === 0) return false;
  const input: PublishInput = {
    abTestId,
    socialAccountId,
    instagramUserId: facts.account?.instagramUserId ?? '',
    clipId,
    videoUrl: facts.clip?.videoUrl ?? '',
    caption: captionOf(facts.clip?.title ?? ''),
  };
  await engine.begin(em, { type: PUBLISH_SAGA, id: publishLogId, input, tag: socialAccountId });
  const data = { publishLogId, requestId, abTestId, socialAccountId, clipId, winnerMetricsJson, queuedAt };
  await outbox.append(em, {
    type: 'PublishQueued',
    key: publishLogId,
    data: { ...data, status: 'pending', source: SOURCE, alreadyPublished: false },
  });
  return true;
}

async function refuse(em: EntityManager, { outbox }: RequestDeps, request: PublicationRequest, refusal: Refusal): Promise<void> {
  const { abTestId, requestId, socialAccountId } = request;
  // A clock that is far off must not keep a request waiting.
  const ageMs = Math.abs(Date.now() - request.askedAt.getTime());
  if (refusal.mayPass && ageMs < PATIENCE_MS) throw new AppError('not-yet-known', { message: refusal.detail });
  if (requestId === null) {
    await outbox.append(em, autoPublishRefusedAlert(abTestId, socialAccountId, refusal.detail));
    return;
  }
  const { code, httpStatus, detail, pointer } = refusal;
  await outbox.append(em, {
    type: 'RequestRejected',
    topic: 'publications',
    key: abTestId,
    data: { requestId, aggregateId: abTestId, code, httpStatus, detail, pointer },
  });
}

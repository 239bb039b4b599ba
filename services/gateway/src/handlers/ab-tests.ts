import type { AbTestArchived, AbTestCreated, AbTestEvaluated, AbTestEvaluationRepeated, WinnerSelected } from '@mao/contracts';
import type { Handler } from '@mao/messaging';
import type { Notifier } from '@mao/service-kit';
import { LockMode } from '@mikro-orm/core';
import type { EntityManager } from '@mikro-orm/postgresql';
import { AbTest } from '../entities/ab-test.ts';
import { abTestView, evaluationView } from '../http/ab-test-view.ts';
import { endOperation } from '../operations/end-operation.ts';

const CREATED = 201;

/** Locked: events of a test come in order, but its publications are folded beside them. */
const locked = (em: EntityManager, id: string): Promise<AbTest | null> =>
  em.findOne(AbTest, id, { lockMode: LockMode.PESSIMISTIC_WRITE });

export const onAbTestCreated =
  (notifier: Notifier): Handler<AbTestCreated> =>
  async ({ data }, em) => {
    const test = await locked(em, data.abTestId);
    if (test === null) return;
    em.assign(test, { isCreated: true, design: data.design, detectableEffect: JSON.parse(data.detectableEffectJson) as unknown });
    await em.flush();
    await endOperation(em, notifier, data.requestId, CREATED, abTestView(test));
  };

export const onAbTestEvaluated =
  (notifier: Notifier): Handler<AbTestEvaluated> =>
  async ({ data }, em) => {
    const test = await locked(em, data.abTestId);
    if (test === null) return;
    em.assign(test, {
      status: test.status === 'archived' ? 'archived' : data.status,
      reason: data.reason,
      winnerClipId: data.winnerClipId,
      winnerAdId: data.winnerAdId,
      winnerDecidedAt: data.winnerDecidedAt,
      result: { ...(JSON.parse(data.resultJson) as object), success: data.success },
    });
    await em.flush();
    for (const requestId of data.requestIds) await endOperation(em, notifier, requestId, 200, evaluationView(test, data.success));
  };

/** The same data give the same result: the one that stands. */
export const onAbTestEvaluationRepeated =
  (notifier: Notifier): Handler<AbTestEvaluationRepeated> =>
  async ({ data }, em) => {
    const test = await locked(em, data.abTestId);
    if (test === null) return;
    await endOperation(em, notifier, data.requestId, 200, evaluationView(test, test.result?.['success'] === true));
  };

export const onWinnerSelected: Handler<WinnerSelected> = async ({ data }, em) => {
  await em.execute(`update ab_tests set winner_clip_id = ?, winner_ad_id = ?, winner_decided_at = ? where id = ?`, [
    data.clipId,
    data.adId,
    data.decidedAt,
    data.abTestId,
  ]);
};

export const onAbTestArchived =
  (notifier: Notifier): Handler<AbTestArchived> =>
  async ({ data }, em) => {
    await em.execute(`update ab_tests set status = 'archived' where id = ?`, [data.abTestId]);
    await endOperation(em, notifier, data.requestId, 200, {
      id: data.abTestId,
      status: 'archived',
      message: 'A/B test archived successfully',
    });
  };

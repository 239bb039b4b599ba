import { type AbTestResult, evaluateAbTest, inputHash } from '@mao/ab-stats';
import type { Events } from '@mao/contracts';
import type { Outbox } from '@mao/messaging';
import { type Clock, newId } from '@mao/service-kit';
import type { EntityManager } from '@mikro-orm/postgresql';
import { isSettled } from '../domain/may-judge.ts';
import { type Outcome, outcomeOf } from '../domain/outcome.ts';
import { AbEvaluation } from '../entities/ab-evaluation.ts';
import type { Campaign } from '../entities/campaign.ts';
import type { MetaAbTest } from '../entities/meta-ab-test.ts';
import { testEvaluated, winnerSelected } from './evaluation-events.ts';
import { testInput } from './test-input.ts';

export interface JudgeDeps {
  readonly outbox: Outbox<Events>;
  readonly clock: Clock;
  /** After this many hours a day counts though nothing was reported since its end. */
  readonly settleHours: number;
}

interface Judgement {
  /** Locked by the caller, and not archived. */
  readonly test: MetaAbTest;
  readonly campaign: Campaign;
  /** null: judged by schedule. */
  readonly requestId: string | null;
  readonly force: { readonly by: string; readonly reason: string } | null;
}

/**
 * Judges a test on its current rows, in the caller's transaction: evaluation, status and events. What has been decided, or
 * was judged last on just this data, is not judged again: whoever asked is told that the last result stands.
 */
export async function judgeTest(em: EntityManager, deps: JudgeDeps, judgement: Judgement): Promise<void> {
  const { test, force } = judgement;
  if (isSettled(test, force !== null)) return repeat(em, deps, judgement);
  const now = deps.clock();
  const input = await testInput(em, judgement, { now, settleHours: deps.settleHours });
  const hash = inputHash(input);
  if (hash === test.inputHash) return repeat(em, deps, judgement);
  await conclude(em, deps, judgement, { result: evaluateAbTest(input), hash, now });
}

async function repeat(em: EntityManager, { outbox, clock }: JudgeDeps, { test, requestId }: Judgement): Promise<void> {
  if (requestId === null) return;
  const data = { abTestId: test.id, requestId, inputHash: test.inputHash ?? '', repeatedAt: clock() };
  await outbox.append(em, { type: 'AbTestEvaluationRepeated', key: test.id, data });
}

interface Finding {
  readonly result: AbTestResult;
  readonly hash: string;
  readonly now: Date;
}

async function conclude(em: EntityManager, { outbox }: JudgeDeps, judgement: Judgement, finding: Finding): Promise<void> {
  const { test, requestId } = judgement;
  const { result, hash, now } = finding;
  const outcome = outcomeOf(result, test.status);
  record(em, judgement, finding, outcome);
  em.assign(test, { status: outcome.status, inputHash: hash });
  if (outcome.winner)
    em.assign(test, { winnerClipId: outcome.winner.clipId, winnerAdId: outcome.winner.adId, winnerDecidedAt: now });
  await em.flush();
  const evaluated = testEvaluated(test, { requestId, outcome, result, evaluatedAt: now });
  // A test with a winner is settled: it cannot come here a second time.
  const won = outcome.winner ? [winnerSelected(test, { winner: outcome.winner, result, decidedAt: now })] : [];
  await outbox.append(em, [evaluated, ...won]);
}

function record(em: EntityManager, { test, requestId }: Judgement, { result, hash, now }: Finding, { status }: Outcome): void {
  const { forced } = result.verdict;
  em.create(AbEvaluation, {
    id: newId(),
    abTestId: test.id,
    inputHash: hash,
    requestId,
    forcedBy: forced?.by ?? null,
    forcedReason: forced?.reason ?? null,
    status,
    verdict: result.verdict,
    metricsSnapshot: result.metrics_snapshot,
    statisticalResults: result.statistical_results,
    compositeScores: { ...result.composite_scores },
    createdAt: now,
  });
}

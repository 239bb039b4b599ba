import { payloadFor } from '@mao/graph-api';
import { type CompensatableStep, done, failed, nothingToUndo, rejected, waiting } from '@mao/saga';
import { accessOf } from './access.ts';
import { CREATE_DEADLINE_MS } from './create-step.ts';
import type { CampaignDeps } from './deps.ts';
import type { CampaignInput } from './input.ts';
import { repeatable, TOKEN_MISSING } from './outcomes.ts';
import type { CampaignResults } from './results.ts';
import { createdIds } from './step-object.ts';

const IN_PROCESS_LOOK_MS = 2_000;

/** Reads every object back and compares what decides about money: status, budget, objective, goal, parents. */
export const verifyStep: CompensatableStep<CampaignInput, CampaignDeps, CampaignResults, 'verify'> = {
  name: 'verify',
  deadlineMs: CREATE_DEADLINE_MS,
  compensate: nothingToUndo,
  async run(ctx) {
    const access = await accessOf(ctx);
    if (access === undefined) return failed(TOKEN_MISSING);
    const ids = createdIds(ctx.results);
    const steps = (ctx.results.check?.plan.steps ?? []).filter(({ level }) => level !== 'creative');
    const requests = steps.map((step) => ({ level: step.level, id: ids[step.step] ?? '', fields: payloadFor(step, ids) }));
    // One for all: a refusal in the middle must not make the rest be read, and paid for, again.
    const answer = await ctx.deps.graph.verifyAll(access, requests);
    if (!answer.ok) return repeatable(answer.error);
    for (const [index, verification] of answer.value.entries()) {
      const step = steps[index]?.step;
      if (verification.state === 'pending') return waiting(IN_PROCESS_LOOK_MS, `Meta to finish ${step}`, { withoutEffect: true });
      if (verification.state === 'differs') {
        const differences = verification.mismatches.map(
          ({ field, expected, actual }) => `${field} is ${actual}, sent ${expected}`,
        );
        return rejected({
          code: 'verify-mismatch',
          message: `Meta holds something else for ${step}: ${differences.join('; ')}`,
        });
      }
    }
    return done(null);
  },
};

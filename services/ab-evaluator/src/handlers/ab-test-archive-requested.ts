import type { AbTestArchiveRequested } from '@mao/contracts';
import type { Handler } from '@mao/messaging';
import type { RequestDeps } from './deps.ts';
import { findTest } from './find-test.ts';

/** Ends a test for good; a winner it has stays. Archived again, it gives the same answer. */
export const onAbTestArchiveRequested =
  (deps: RequestDeps): Handler<AbTestArchiveRequested> =>
  async (event, em) => {
    const test = await findTest(em, deps, event);
    if (test === null) return;
    const archivedAt = test.archivedAt ?? deps.clock();
    em.assign(test, { status: 'archived', archivedAt });
    await em.flush();
    await deps.outbox.append(em, {
      type: 'AbTestArchived',
      key: test.id,
      data: { abTestId: test.id, requestId: event.data.requestId, archivedAt },
    });
  };

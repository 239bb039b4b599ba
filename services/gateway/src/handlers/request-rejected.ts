import type { RequestRejected } from '@mao/contracts';
import type { Handler } from '@mao/messaging';
import type { Notifier } from '@mao/service-kit';
import { operationChanged } from '../operations/accept.ts';
import { storedProblem } from '../operations/stored-problem.ts';

/** The owner refused what the gateway had accepted: the operation ends with that problem. */
export const onRequestRejected =
  (notifier: Notifier): Handler<RequestRejected> =>
  async ({ data }, em) => {
    const problem = storedProblem({ status: data.httpStatus, code: data.code, detail: data.detail, pointer: data.pointer });
    const ended = await em.execute<{ kind: string; aggregate_id: string }[]>(
      `update operations set state = 'failed', answer_status = ?, answer = ?, completed_at = now()
       where id = ? and state in ('accepted','running','waiting') returning kind, aggregate_id`,
      [data.httpStatus, JSON.stringify(problem), data.requestId],
    );
    const operation = ended[0];
    if (operation === undefined) return;
    if (operation.kind === 'campaign_run') {
      await em.execute(`update campaigns set state = 'failed', error = ?, completed_at = now() where id = ?`, [
        data.detail,
        operation.aggregate_id,
      ]);
    }
    // A test that was never taken up does not exist.
    if (operation.kind === 'ab_test_create')
      await em.execute(`delete from ab_tests where id = ? and not is_created`, [operation.aggregate_id]);
    operationChanged(em, notifier, data.requestId);
  };
